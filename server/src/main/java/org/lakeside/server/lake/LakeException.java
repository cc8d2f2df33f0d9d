package org.lakeside.server.lake;

/// Something a user asked for did not work, for a reason that has words.
public final class LakeException extends RuntimeException {
    private final Problem problem;

    public LakeException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    public LakeException(Problem problem, Throwable cause) {
        super(problem.detail(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
