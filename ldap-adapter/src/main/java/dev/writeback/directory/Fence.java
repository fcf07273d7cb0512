package dev.writeback.directory;

/** Whether a write may still begin: asked immediately before its first byte leaves. */
@FunctionalInterface
public interface Fence {
    /** Always open. */
    Fence OPEN = () -> true;

    boolean isOpen();
}
