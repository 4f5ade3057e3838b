package workshop.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.faults.Places;
import workshop.cloud.gateway.Service;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;

/** {@code docs/local-cloud.md} says what is so. */
class LocalCloudPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "local-cloud.md");
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`");

    @AutoClose
    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open(Options.defaults().withPort(0));
    }

    @Test
    void theResourceTypesAreThoseOfTheAccountWithTheirProperties() throws IOException {
        List<String> rows = account.resourceTypes().properties().entrySet().stream()
                .map(type ->
                        "| `" + type.getKey() + "` | " + names(type.getValue().names(Member::hasEffect)) + " | "
                                + names(type.getValue().names(member -> !member.hasEffect())) + " |")
                .toList();

        assertThat(rowsOf("| `AWS::")).isEqualTo(rows);
    }

    @Test
    void theOperationsAreThoseThatTheServicesDeclare() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        account.services().forEach((name, service) -> {
            Set<String> operations = new TreeSet<>(service.actions().keySet());
            operations.addAll(service.members().keySet());
            if (!operations.isEmpty()) {
                rows.put("| `" + name + "` |", "| `" + name + "` | " + names(operations) + " |");
            }
        });

        assertThat(rowsOf(rows.keySet().toArray(String[]::new))).isEqualTo(List.copyOf(rows.values()));
    }

    /** Operations as {@code service:Operation}, their members in parentheses, resource types by their names. */
    @Test
    void whatIsSaidNotToBeHereIsNotThere() throws IOException {
        String page = Files.readString(PAGE);
        String notHere = page.substring(page.indexOf("| not here |"), page.indexOf("Nor are there"));
        List<String> named = NAMED.matcher(notHere)
                .results()
                .map(found -> found.group(1).replace("AWS::", ""))
                .toList();

        assertThat(named).hasSizeGreaterThan(15).noneMatch(LocalCloudPageTest::isDeclared);
    }

    private static boolean isDeclared(String name) {
        String[] parts = name.split("[:()]");
        if (name.contains("::")) {
            return account.resourceTypes().properties().containsKey("AWS::" + name);
        }
        if (!name.contains(":")) {
            return account.resourceTypes().properties().values().stream()
                    .anyMatch(properties -> properties.byName().containsKey(name));
        }
        Service service = account.services().get(parts[0]);
        Members members = service.members().get(parts[1]);
        return parts.length == 2
                ? members != null || service.actions().containsKey(parts[1])
                : members.byName().containsKey(parts[2]);
    }

    @Test
    void itsOwnEndpointsAreThoseUnderLocal() throws IOException {
        String answer = new Client(account.endpoint())
                .send("none", "GET", "/_local/nothing", Map.of(), "")
                .body();
        String named = answer.substring(answer.indexOf('[') + 1, answer.indexOf(']'));

        assertThat(rowsOf("| `GET /_local/", "| `POST /_local/", "| `DELETE /_local/").stream()
                        .map(row -> first(row).replace("/_local/", "").replaceFirst("\\?.*", "")))
                .containsExactlyInAnyOrder(named.split(", "));
    }

    @Test
    void theEffectsOfFaultsAreThoseThatThereAreWithWhatTheyStrike() throws IOException {
        List<String> rows = Arrays.stream(Effect.values())
                .map(effect -> "| `" + effect.word() + "` | " + strikes(effect) + " |")
                .toList();

        assertThat(rowsOf(Arrays.stream(Effect.values())
                        .map(effect -> "| `" + effect.word() + "` |")
                        .toArray(String[]::new)))
                .map(row -> row.replaceFirst(" [^|]*\\|$", ""))
                .isEqualTo(rows);
    }

    /** Operations are those of the services' tables, and what is none of them is named. */
    private static String strikes(Effect effect) {
        Places places = account.places();
        Set<String> operations = places.actions().keySet();
        Set<String> others = new TreeSet<>(places.of(effect));
        String all = "";
        if (others.containsAll(operations)) {
            all = "any operation";
            others.removeAll(operations);
        } else if (others.containsAll(places.actions().values())) {
            all = "the permission of any operation";
            others.removeAll(places.actions().values());
        }
        String named = others.stream().map(place -> "`" + place + "`").collect(Collectors.joining(", "));
        return all + (all.isEmpty() || named.isEmpty() ? "" : ", ") + named;
    }

    private static String names(Collection<String> names) {
        return new TreeSet<>(names).stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static String first(String row) {
        Matcher name = NAMED.matcher(row);
        assertThat(name.find()).as(row).isTrue();
        return name.group(1);
    }

    private static List<String> rowsOf(String... starts) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> List.of(starts).stream().anyMatch(line::startsWith))
                .toList();
    }
}
