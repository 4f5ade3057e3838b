package workshop.cloud.sns;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/** The links in mails: requests to SNS that need no signature, as on AWS. */
record Links(IntSupplier port) {

    String confirm(Subscription subscription) {
        return "http://127.0.0.1:" + port.getAsInt() + "/?Action=ConfirmSubscription&TopicArn="
                + encode(subscription.topicArn) + "&Token=" + subscription.token;
    }

    String unsubscribe(Subscription subscription) {
        return "http://127.0.0.1:" + port.getAsInt() + "/?Action=Unsubscribe&SubscriptionArn=" + subscription.arn;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
