package dev.prejoin.topology;

import dev.prejoin.schema.RowCodec;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A codec that is made when it is first used: Kafka Streams makes processors to look at them only,
 * and a codec needs the schema registry.
 */
final class LazyCodec {
  private final Supplier<RowCodec> make;
  private @Nullable RowCodec codec;

  LazyCodec(Supplier<RowCodec> make) {
    this.make = make;
  }

  RowCodec get() {
    if (codec == null) {
      codec = make.get();
    }
    return codec;
  }
}
