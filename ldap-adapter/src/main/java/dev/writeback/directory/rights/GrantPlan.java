package dev.writeback.directory.rights;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The least that the service account has to be given.
 *
 * @param grants on each part for each class of users, then on the domain
 */
public record GrantPlan(List<Grant> grants) {
    public GrantPlan {
        grants = List.copyOf(grants);
    }

    /**
     * Plans for one domain.
     *
     * @param needed by the operations that are switched on
     * @param parts distinguished names of the units whose users are served
     * @throws IllegalArgumentException when a part is no distinguished name, or not of a domain
     */
    public static GrantPlan of(Set<Right> needed, List<String> parts) {
        List<DnText> names = parts.stream().map(DnText::of).distinct().toList();
        List<Grant> grants = new ArrayList<>();
        for (DnText part : names) {
            for (UserClass users : UserClass.values()) {
                needed.stream()
                        .filter(right -> !right.isOfDomain())
                        .sorted()
                        .forEach(right -> grants.add(new Grant(part.toString(), right, Optional.of(users))));
            }
        }
        needed.stream()
                .filter(Right::isOfDomain)
                .sorted()
                .forEach(right -> names.stream()
                        .map(DnText::domain)
                        .distinct()
                        .forEach(domain -> grants.add(new Grant(domain.toString(), right, Optional.empty()))));
        return new GrantPlan(grants);
    }
}
