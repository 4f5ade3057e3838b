package workshop.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import workshop.aws.Services;
import workshop.console.page.Workshop;
import workshop.participant.StepGuide;
import workshop.redrive.Redelivery;

/** This workshop, as the console shows it beside a running project. */
record TodoWorkshop(RunningProject running, StepGuide step) implements Workshop {

    TodoWorkshop(RunningProject running) {
        this(running, new StepGuide(running.project()));
    }

    @Override
    public Optional<Guide> guide() {
        return step.guide();
    }

    @Override
    public Optional<String> page(String name) {
        return step.page(name);
    }

    @Override
    public Map<String, List<String>> planned() {
        return step.planned();
    }

    @Override
    public List<String> redrive() {
        List<String> said = new ArrayList<>();
        try (Services services = Services.of(running.access())) {
            Redelivery.ofStack(services, running.stackName(), said::add);
        }
        return said;
    }
}
