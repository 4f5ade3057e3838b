package workshop.course.carve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImportsTest {

    @Test
    void removesWhatIsNamedOnlyInCommentsAndStrings() {
        assertThat(Imports.prune("""
                package a;

                import static b.C.max;
                import static b.C.min;

                import b.Comment;
                import b.Doc;
                import b.Literal;
                import b.Used;

                /** See {@link Doc}. */
                class A {
                    // Comment
                    Used used = min("Literal \\" max");
                }
                """)).isEqualTo("""
                package a;

                import static b.C.min;

                import b.Doc;
                import b.Used;

                /** See {@link Doc}. */
                class A {
                    // Comment
                    Used used = min("Literal \\" max");
                }
                """);
    }

    @Test
    void leavesNoScarBehindTheLastOne() {
        assertThat(Imports.prune("package a;\n\nimport b.B;\n\nclass A {}\n")).isEqualTo("package a;\n\nclass A {}\n");
    }

    @Test
    void addsBehindThePackage() {
        assertThat(Imports.add("package a;\n\nclass A {}\n", List.of("static b.B.c")))
                .isEqualTo("package a;\nimport static b.B.c;\n\nclass A {}\n");
    }
}
