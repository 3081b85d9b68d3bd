package dev.prejoin.proof.bench.join;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** A reading in Confluent's Avro, as a flat object of JSON. */
final class ReadingAsJson implements UnaryOperator<byte[]> {
  /** Confluent's: a zero and the schema's id. */
  private static final int PREFIX_BYTES = 5;

  @Override
  public byte[] apply(byte[] avro) {
    try {
      BinaryDecoder in =
          DecoderFactory.get().binaryDecoder(avro, PREFIX_BYTES, avro.length - PREFIX_BYTES, null);
      return String.format(
              Locale.ROOT,
              "{\"timestamp\":%d,\"device_id\":%d,\"power_usage_kWh\":%s}",
              in.readLong(),
              in.readLong(),
              in.readIndex() == 0 ? "null" : Double.toString(in.readDouble()))
          .getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
