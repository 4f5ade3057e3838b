package workshop.console.page;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import workshop.cloud.Account;
import workshop.cloud.AwsError;
import workshop.cloud.Daemon;
import workshop.cloud.Json;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.console.journey.Journeys;
import workshop.console.why.Why;

/**
 * The console: the page that the account's endpoint shows to a browser, and what that page asks for. What changes something
 * needs a token that only the page has, so that no other page can ask for it, whatever a browser lets through.
 */
public final class Console implements Service {
    /** The first segment of the paths under which it answers. */
    public static final String PREFIX = "_console";

    private static final String TOKEN = "X-Console-Token";
    private static final int LISTED = 100;
    private static final int LOG_LINES = 60;

    private final String token = HexFormat.of().formatHex(new SecureRandom().generateSeed(16));
    private final Map<String, Function<HttpRequest, HttpReply>> routes = new TreeMap<>();

    private Console(Account account, Journeys journeys, Why why, Workshop workshop) {
        Deployed deployed = new Deployed(account, why, workshop);
        // Whoever opens the page does not wait for the picture.
        Daemon.named("console").newThread(deployed::layout).start();
        LiveHops live = new LiveHops(journeys, deployed);
        answer("token", request -> token);
        answer("graph", request -> deployed.layout());
        answer("journeys", request -> journeys.containing(parameter(request, "containing"), LISTED));
        answer(
                "journey",
                request -> request.queryParameter("id")
                        .filter(id -> id.matches("\\d{1,18}"))
                        .flatMap(id -> journeys.find(Long.parseLong(id)))
                        .map(its -> Map.of(
                                "journey", its, "hops", Json.list(its.hops(), deployed::hop), "answers", why.of(its)))
                        .orElseThrow(() -> AwsError.notFound("This change is not known here, or forgotten.")));
        answer("why", request -> why.lines(parameter(request, "containing")));
        answer("hops", request -> live.latest(account.trace()));
        answer("resources", request -> account.resources());
        answer("log", request -> account.log(parameter(request, "group"), "", LOG_LINES));
        answer("guide", request -> guide(workshop, request.queryParameter("page")));
        HttpReply open = HttpReply.stream("text/event-stream", live::write).withHeader("Cache-Control", "no-store");
        routes.put("GET live", request -> open);
        change("DELETE faults", request -> account.faults().remove(parameter(request, "fault")));
        change("POST redrive", request -> workshop.redrive());
    }

    /** Serves the console of an account and of the workshop that it is for, until the account closes. */
    public static void serve(Account account, Journeys journeys, Why why, Workshop workshop) {
        account.serve(PREFIX, new Console(account, journeys, why, workshop));
        account.home((caller, request) -> PageFiles.file("index.html"));
    }

    private void answer(String name, Function<HttpRequest, ?> answer) {
        routes.put("GET " + name, request -> json(answer.apply(request)).withHeader("Cache-Control", "no-store"));
    }

    private void change(String methodAndName, Function<HttpRequest, ?> change) {
        routes.put(methodAndName, request -> {
            if (request.header(TOKEN).filter(token::equals).isEmpty()) {
                String message =
                        "Only the console's own page may ask for this. Reload it if it is older than this `up`.";
                throw new AwsError(403, "Forbidden", message);
            }
            return json(change.apply(request));
        });
    }

    private static HttpReply json(Object answer) {
        return HttpReply.json(200, Json.MAPPER.valueToTree(answer));
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        String name = request.path().substring(("/" + PREFIX).length()).replaceFirst("^/", "");
        Function<HttpRequest, HttpReply> route = routes.get(request.method() + " " + name);
        try {
            return route != null ? route.apply(request) : PageFiles.file(name);
        } catch (AwsError e) {
            return HttpReply.json(e.status(), Json.object().put("error", e.getMessage()));
        }
    }

    private static String parameter(HttpRequest request, String name) {
        return request.queryParameter(name).orElseThrow(() -> AwsError.validation("Which " + name + "?"));
    }

    /** A page of the docs with the TODOs of the step; without a name, the step's page. */
    private static Map<String, Object> guide(Workshop workshop, Optional<String> page) {
        Optional<Workshop.Guide> step = workshop.guide();
        String name = page.or(() -> step.map(Workshop.Guide::page)).orElse("README");
        String text = workshop.page(name).orElseThrow(() -> AwsError.notFound("The docs have no page " + name + "."));
        return Map.of("html", Markdown.html(text), "step", step.isPresent() ? step.get() : "");
    }
}
