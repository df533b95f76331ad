package selaras.web.prometheus;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import selaras.web.AnsweredRequests;

/** Adds up what is measured of each operation. */
@ApplicationScoped
class RequestSums implements AnsweredRequests {
  @Inject private RequestFigures figures;

  @Override
  public Totals totals() {
    List<CounterSnapshot.CounterDataPointSnapshot> counts = figures.counts().getDataPoints();
    return new Totals(
        sum(counts, ""),
        sum(counts, "4"),
        sum(counts, "5"),
        Arrays.stream(RequestFigures.BOUNDS).map(seconds -> seconds * 1e3).boxed().toList(),
        LongStream.of(durations(figures.durations())).boxed().toList());
  }

  private static long sum(
      List<CounterSnapshot.CounterDataPointSnapshot> counts, String beginOfStatus) {
    return (long)
        counts.stream()
            .filter(count -> count.getLabels().get("status").startsWith(beginOfStatus))
            .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
            .sum();
  }

  private static long[] durations(HistogramSnapshot all) {
    long[] sums = new long[RequestFigures.BOUNDS.length + 1];
    for (HistogramSnapshot.HistogramDataPointSnapshot operation : all.getDataPoints()) {
      if (operation.getLabels().get("waits").equals("false")) {
        ClassicHistogramBuckets buckets = operation.getClassicBuckets();
        for (int i = 0; i < buckets.size(); i++) {
          sums[i] += buckets.getCount(i);
        }
      }
    }
    return sums;
  }
}
