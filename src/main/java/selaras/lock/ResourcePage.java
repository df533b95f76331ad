package selaras.lock;

import java.util.List;

/**
 * Some of the resources in use, in the order of their names.
 *
 * @param hasMore whether there are others behind them
 */
public record ResourcePage(List<ResourceView> resources, boolean hasMore) {}
