package selaras.web.prometheus;

/** A part of the node that has figures to show. */
interface FigureSource {
  /** Says what there is, once; what it gives is asked at each scrape. */
  void describe(Figures figures);
}
