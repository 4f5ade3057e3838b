package workshop.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    @Test
    void a_figure_at_its_bound_is_kept_and_one_beyond_is_not() {
        assertThat(Measurement.atMost("p99", 80, 80, "ms").kept()).isTrue();
        assertThat(Measurement.atMost("p99", 80.1, 80, "ms").kept()).isFalse();
        assertThat(Measurement.atLeast("to-dos", 200, 200, "/s").kept()).isTrue();
        assertThat(Measurement.atLeast("to-dos", 199, 200, "/s").kept()).isFalse();
    }

    @Test
    void a_row_has_the_value_the_bound_and_whether_it_is_kept() {
        assertThat(Measurement.atMost("p50", 8.241, 20, "ms").row()).isEqualTo("| p50 | 8.24 ms | ≤ 20 ms | ✓ |");
        assertThat(Measurement.atLeast("to-dos", 11.5, 200, "/s").row())
                .isEqualTo("| to-dos | 11.50 /s | ≥ 200 /s | ✗ |");
        assertThat(Measurement.reported("cold start", "0.9 s").row()).isEqualTo("| cold start | 0.9 s |  |  |");
    }

    @Test
    void a_percentile_is_the_value_that_this_share_of_all_does_not_exceed() {
        List<Double> millis = List.of(1.0, 2.0, 3.0, 4.0);

        assertThat(Latencies.percentile(millis, 0.5)).isEqualTo(2);
        assertThat(Latencies.percentile(millis, 0.99)).isEqualTo(4);
    }

    @Test
    void memory_that_rises_over_the_run_has_grown() {
        Usage idle = new Usage(0, Map.of());

        assertThat(new Load.Result(1, 6, idle, List.of(9L, 9L, 10L, 10L, 12L, 12L)).growth())
                .isEqualTo(1.2);
        assertThat(new Load.Result(1, 6, idle, List.of(9L, 9L, 10L, 10L, 10L, 10L)).growth())
                .isEqualTo(1);
    }

    @Test
    void the_limit_names_the_busiest_function_and_what_it_took_in_its_time() {
        Usage before = new Usage(1, Map.of("CreateTodo", 1.0, "StreamPublisher", 1.0));
        Usage after = new Usage(2, Map.of("CreateTodo", 1.5, "StreamPublisher", 3.0));

        assertThat(after.since(before).limit(10))
                .startsWith("not the cores")
                .endsWith("local cloud and clients took 0.10, the functions 0.25 (StreamPublisher 0.20)");
    }
}
