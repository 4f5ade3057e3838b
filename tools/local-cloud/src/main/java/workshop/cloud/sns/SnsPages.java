package workshop.cloud.sns;

import workshop.cloud.AwsError;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.gateway.Xml;
import workshop.cloud.iam.Caller;

/** What opens in a browser when a link in an email is followed; no signature is needed. */
public record SnsPages(Sns sns) implements Service {

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        try {
            String action = parameter(request, "Action");
            return switch (action) {
                case "ConfirmSubscription" ->
                    page(
                            200,
                            "Subscription confirmed!",
                            "You have successfully subscribed. The subscription's id is: "
                                    + sns.confirm(parameter(request, "TopicArn"), parameter(request, "Token")).arn);
                case "Unsubscribe" -> {
                    sns.unsubscribeByLink(parameter(request, "SubscriptionArn"));
                    yield page(200, "Subscription removed!", "An address gets one more mail, with a link back.");
                }
                default -> throw AwsError.notHere("a page for the action " + action);
            };
        } catch (AwsError e) {
            return page(e.status(), e.code(), e.getMessage());
        }
    }

    private static String parameter(HttpRequest request, String name) {
        return request.queryParameter(name)
                .orElseThrow(() -> AwsError.of("MissingParameter", "The link has no " + name + "."));
    }

    private static HttpReply page(int status, String title, String text) {
        return HttpReply.of(
                status,
                "text/html; charset=utf-8",
                "<!doctype html>\n<html lang=\"en\"><head><title>" + Xml.escape(title) + "</title></head><body><h1>"
                        + Xml.escape(title) + "</h1><p>" + Xml.escape(text) + "</p></body></html>\n");
    }
}
