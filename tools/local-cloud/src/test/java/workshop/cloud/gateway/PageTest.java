package workshop.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import workshop.cloud.AwsError;

/** As the pages of AWS's lists are read to delete what is in them. */
class PageTest {
    private final List<String> all = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));

    private Page<String> page(String token) {
        return Page.of(all, TextNode.valueOf(token), 2, AwsError.validation("no token"));
    }

    private Page<String> first() {
        return Page.of(all, MissingNode.getInstance(), 2, null);
    }

    @Test
    void nothingIsLeftOutIfAPageIsDeletedBeforeTheNextIsRead() {
        Page<String> page = first();
        List<String> deleted = new ArrayList<>(page.items());
        all.removeAll(page.items());
        while (page.nextToken() != null) {
            page = page(page.nextToken());
            deleted.addAll(page.items());
            all.removeAll(page.items());
        }
        assertThat(deleted).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void whatIsNewMovesNoOtherAndWhereTheNextOneIsGoneThePageBeginsAtItsPlace() {
        String token = first().nextToken();
        all.add(0, "A");
        assertThat(page(token).items()).containsExactly("c", "d");
        all.removeAll(List.of("A", "c"));
        assertThat(page(token).items()).containsExactly("d", "e");
        all.clear();
        assertThat(page(token)).isEqualTo(new Page<>(List.of(), null));
    }

    @Test
    void equalItemsAreEachOnOnePage() {
        all.replaceAll(item -> "same");
        Page<String> second = page(first().nextToken());
        assertThat(page(second.nextToken())).isEqualTo(new Page<>(List.of("same", "same"), null));
    }

    /** As those of two rules whose names differ by a digit may be. */
    @Test
    void itemsWhoseHashCodesAreTheSameAreNotTakenForEachOther() {
        all.addAll(2, List.of("Aa", "BB"));
        String token = first().nextToken();
        all.removeAll(List.of("a", "b"));
        assertThat(page(token).items()).containsExactly("Aa", "BB");
    }

    @Test
    void aTokenOfOnesOwnIsRefused() {
        assertThatThrownBy(() -> page("2")).hasMessage("no token");
    }
}
