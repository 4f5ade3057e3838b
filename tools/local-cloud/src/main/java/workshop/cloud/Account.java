package workshop.cloud;

import workshop.cloud.delivery.Targets;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.Gateway;
import workshop.cloud.iam.Iam;
import workshop.cloud.trace.Trace;

/** An open account: all services on one port, until it is closed. The only place that knows them all. */
public final class Account implements AutoCloseable {
    private final Names names;
    private final Trace trace = new Trace();
    private final Faults faults = new Faults();
    private final Targets targets = new Targets(trace);
    private final Iam iam;
    private final Gateway gateway;

    private Account(Options options) {
        names = new Names(options.region(), Options.ACCOUNT_ID);
        iam = new Iam(names);
        gateway = new Gateway(iam, options.region());
    }

    /** Opens an empty account and listens; throws if the port is taken. */
    public static Account open(Options options) {
        Account account = new Account(options);
        account.gateway.start(options.port());
        return account;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + gateway.port();
    }

    public Trace trace() {
        return trace;
    }

    @Override
    public void close() {
        gateway.close();
    }
}
