package dev.prejoin.generate.power;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.generate.ChangeRates;
import dev.prejoin.generate.power.LateDevices.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LateDevicesTest {
  private static final int LATE = ChangeRates.LATE_SECONDS;
  private static final int FIRST = 1_005;

  private final Devices devices = new Devices(42, 1_000);

  @Test
  void shouldSendAReadingASecondBeforeTheMetadataComesAndAsLongAfterIt() {
    LateDevices late = new LateDevices(devices, FIRST, 0);
    List<Step> steps = new ArrayList<>(late.steps(1, 100));
    // Looked at more often than once a second.
    LongStream.rangeClosed(200, 200 + 20 * LATE)
        .forEach(tenth -> steps.addAll(late.steps(0, 100 + (tenth - 200) / 10)));
    LongStream.rangeClosed(1, LATE + 5)
        .forEach(second -> steps.addAll(late.steps(0, 100 + 2 * LATE + second)));

    Device device = devices.device(FIRST);
    assertThat(device.id()).isEqualTo(1_006);
    int arrives = steps.indexOf(new Step.Arrives(device));
    assertThat(steps).startsWith(new Step.Begins(device), new Step.Reads(device));
    assertThat(steps.subList(1, arrives)).hasSize(LATE).containsOnly(new Step.Reads(device));
    assertThat(steps.subList(arrives + 1, steps.size()))
        .hasSize(LATE)
        .containsOnly(new Step.Reads(device));
  }

  @Test
  void shouldTakeNewDevicesFirstAndThenBeginWithTheFirstAgain() {
    LateDevices late = new LateDevices(devices, FIRST, LateDevices.MOST - 1);

    assertThat(begun(late.steps(2, 0)))
        .containsExactly((long) FIRST + LateDevices.MOST, (long) FIRST + 1);
  }

  @Test
  void shouldHaveNoMoreAtATimeThanThereAre() {
    LateDevices late = new LateDevices(devices, FIRST, 0);

    assertThat(begun(late.steps(10_000, 0))).hasSize(LateDevices.MOST).doesNotHaveDuplicates();
    assertThat(begun(late.steps(1, 1))).isEmpty();
  }

  private static List<Long> begun(List<Step> steps) {
    return steps.stream()
        .filter(Step.Begins.class::isInstance)
        .map(step -> ((Step.Begins) step).device().id())
        .toList();
  }
}
