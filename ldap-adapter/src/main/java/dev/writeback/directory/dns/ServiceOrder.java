package dev.writeback.directory.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** The order in which RFC 2782 has servers asked: by priority, and by chance, weighted, among equals. */
public final class ServiceOrder {
    private final RandomGenerator random;

    public ServiceOrder(RandomGenerator random) {
        this.random = random;
    }

    public List<ServiceRecord> of(List<ServiceRecord> records) {
        List<Integer> priorities = records.stream()
                .map(ServiceRecord::priority)
                .distinct()
                .sorted()
                .toList();
        List<ServiceRecord> ordered = new ArrayList<>();
        for (int priority : priorities) {
            ordered.addAll(drawn(records.stream()
                    .filter(record -> record.priority() == priority)
                    // Those of weight 0 first, so that they can only be drawn by a zero.
                    .sorted(Comparator.comparing(record -> record.weight() > 0))
                    .toList()));
        }
        return ordered;
    }

    private List<ServiceRecord> drawn(List<ServiceRecord> equals) {
        List<ServiceRecord> left = new ArrayList<>(equals);
        List<ServiceRecord> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            int sum = left.stream().mapToInt(ServiceRecord::weight).sum();
            ordered.add(left.remove(place(left, random.nextInt(sum + 1))));
        }
        return ordered;
    }

    /** Of the first record whose running sum of weights reaches the number. */
    private static int place(List<ServiceRecord> records, int number) {
        int running = 0;
        for (int i = 0; i < records.size(); i++) {
            running += records.get(i).weight();
            if (running >= number) {
                return i;
            }
        }
        throw new IllegalStateException("the sum of the weights is not smaller than the number");
    }
}
