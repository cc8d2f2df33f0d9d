package org.lakeside.auth.x509.voms;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is asked of a VO. Order matters: the first group or role is the primary one, and storage may take the owner
/// of new files from it.
///
/// @param vo or the alias of a server
/// @param fqans empty: what the VO gives every member, which is the groups and no role
/// @param everything whatever this member may have: all groups, all roles in them
/// @param life the VO may give less
public record VomsRequest(String vo, List<Fqan> fqans, boolean everything, Duration life) {
    /// As long as the official clients ask for.
    public static final Duration USUAL_LIFE = Duration.ofHours(12);

    public VomsRequest {
        fqans = List.copyOf(fqans);
        if (vo.isBlank()) throw new IllegalArgumentException("a request needs a VO");
        if (life.compareTo(Duration.ofSeconds(1)) < 0)
            throw new IllegalArgumentException(
                    "attributes cannot live " + life); // VOMS would give some that end at once
    }

    public static VomsRequest of(String vo, Fqan... fqans) {
        return new VomsRequest(vo, Arrays.asList(fqans), false, USUAL_LIFE);
    }

    /// To find out what there is to choose from. Not for work: who may do more than they need does more harm.
    public static VomsRequest everything(String vo) {
        return new VomsRequest(vo, List.of(), true, USUAL_LIFE);
    }

    /// As users type it behind `--voms`: `escape`, `escape:/escape/cms/Role=production`, several separated by commas.
    public static Optional<VomsRequest> parse(String text) {
        String[] parts = text.strip().split(":", 2);
        if (parts[0].isBlank()) return Optional.empty();
        if (parts.length == 1) return Optional.of(of(parts[0]));
        var fqans = Arrays.stream(parts[1].split(",", -1)).map(Fqan::parse).toList();
        return fqans.stream().allMatch(Optional::isPresent)
                ? Optional.of(new VomsRequest(
                        parts[0], fqans.stream().flatMap(Optional::stream).toList(), false, USUAL_LIFE))
                : Optional.empty();
    }

    public VomsRequest living(Duration wanted) {
        return new VomsRequest(vo, fqans, everything, wanted);
    }

    /// As [#parse] reads it.
    @Override
    public String toString() {
        return fqans.isEmpty()
                ? vo
                : vo + ":" + fqans.stream().map(Fqan::toString).collect(Collectors.joining(","));
    }
}
