package selaras.cache.redis;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What a node sends to itself through Redis, behind the time at which it began.
 *
 * @param sequences the number of the last change of each partition, read after that time
 */
record Beat(long[] sequences) {
  static Beat parse(String text) {
    return new Beat(Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray());
  }

  String text() {
    return LongStream.of(sequences).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  /** Whether Redis has taken back something that had been heard of before this was read. */
  boolean isBefore(long[] heard) {
    for (int partition = 0; partition < heard.length; partition++) {
      if (sequences[partition] < heard[partition]) {
        return true;
      }
    }
    return false;
  }
}
