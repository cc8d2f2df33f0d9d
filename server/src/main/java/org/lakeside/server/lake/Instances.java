package org.lakeside.server.lake;

import java.util.List;
import java.util.stream.Collectors;

/// The instances of the settings, in their order.
///
/// @param byDefault name of the one that the panel opens with
public record Instances(List<Instance> all, String byDefault) {
    public Instances {
        all = List.copyOf(all);
    }

    /// The instance of this name.
    ///
    /// @throws LakeException `NO_SUCH_INSTANCE`
    public Instance instance(String name) {
        return all.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LakeException(new Problem(
                        Problem.Kind.NO_SUCH_INSTANCE,
                        "There is no instance '%s' in the settings; there is %s."
                                .formatted(
                                        name, all.stream().map(Instance::name).collect(Collectors.joining(", "))),
                        "Choose one of these, or add it to the settings.")));
    }
}
