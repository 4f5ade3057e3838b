package workshop.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XmlTest {
    /** @see <a href="https://github.com/aws/aws-sdk-php/issues/169">S3's answer for a key with an escape character</a> */
    @Test
    void aCharacterThatXmlDoesNotHaveIsWrittenAsAReference() {
        assertThat(Xml.escape("LA\u001b\u0008\t\n\r <&> größer 😀"))
                .isEqualTo("LA&#x1b;&#x8;\t\n&#13; &lt;&amp;&gt; größer 😀");
    }
}
