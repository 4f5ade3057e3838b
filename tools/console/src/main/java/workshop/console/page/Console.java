package workshop.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import workshop.cloud.Account;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.trace.Hop;
import workshop.console.journey.Journeys;
import workshop.console.why.Why;

/**
 * The console: the page that the account's endpoint shows to a browser, and what that page asks for. What changes something
 * needs a token that only the page has, so that no other page can ask for it, whatever a browser lets through.
 */
public final class Console implements Service {
    private static final String TOKEN = "X-Console-Token";
    private static final int LATEST = 400;

    private final String token = HexFormat.of().formatHex(new SecureRandom().generateSeed(16));
    private final Map<String, Function<HttpRequest, HttpReply>> routes = new TreeMap<>();

    private Console(Account account, Journeys journeys, Why why) {
        Deployed deployed = new Deployed(account);
        State state = new State(account, deployed);
        LiveHops live = new LiveHops(account.trace(), deployed::places, state::json);
        Details details = new Details(account, deployed);
        Actions actions = new Actions(account, deployed);
        Changes changes = new Changes(journeys, why, deployed);
        answer("token", request -> Json.object().put("token", token));
        answer("graph", request -> deployed.json());
        answer(
                "journeys",
                request -> changes.list(request.queryParameter("containing").orElse("")));
        answer("journey", request -> changes.one(parameter(request, "id")));
        answer("why", request -> why.json(request.queryParameter("containing").orElse("")));
        answer("hops", request -> Json.object().set("hops", live.latest(latest(account))));
        answer("node", request -> details.node(parameter(request, "id")));
        answer("mail", request -> state.mails());
        routes.put("GET live", request -> live.open());
        change("POST faults", request -> actions.addFault(Json.read(request.text())));
        change("DELETE faults", request -> actions.removeFault(parameter(request, "fault")));
        change("POST poison", request -> actions.poison());
        change("POST replay", request -> actions.replay());
    }

    /** Serves the console of an account, until that closes. */
    public static void serve(Account account, Journeys journeys, Why why) {
        account.serve(Why.PREFIX, new Console(account, journeys, why));
        account.home((caller, request) -> PageFiles.file("index.html"));
    }

    private void answer(String name, Function<HttpRequest, JsonNode> answer) {
        routes.put(
                "GET " + name,
                request -> HttpReply.json(200, answer.apply(request)).withHeader("Cache-Control", "no-store"));
    }

    private void change(String methodAndName, Function<HttpRequest, ObjectNode> change) {
        routes.put(methodAndName, request -> {
            if (!request.header(TOKEN).filter(token::equals).isPresent()) {
                throw new AwsError(
                        403,
                        "Forbidden",
                        "Only the console's own page may ask for this. Reload it if it is older than this `up`.");
            }
            return HttpReply.json(200, change.apply(request));
        });
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        String name = request.path().substring(("/" + Why.PREFIX).length()).replaceFirst("^/", "");
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

    private static List<Hop> latest(Account account) {
        List<Hop> all = account.trace().hops(account.trace().count() - LATEST, "");
        return all.subList(Math.max(0, all.size() - LATEST), all.size());
    }
}
