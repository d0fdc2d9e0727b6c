namespace Approvals.Tests.Definitions.Proof;

/// <summary>
/// Small editions at random: mostly a way forward with some ways back, so that about half of them are sound; then what makes a
/// definition unsound is sprinkled over them.
/// </summary>
internal sealed class RandomSketches(int seed)
{
    private static readonly string[] Seats =
    [
        "{role: office}", "{role: head}", "{people: drafter}", "{people: first_leader}", "{people: responsible_leaders}",
        "{people: responsible_leaders}",
    ];

    private static readonly string[] Facts =
        ["lasting", "not lasting", "lead", "not lead", "frozen", "not frozen", "none open gap", "not none open gap"];

    /// <summary>Counted of what the root is about, and of nothing below it.</summary>
    private static readonly string[] Counts = ["unconfirmed = 0", "unconfirmed > 0 and unconfirmed < 1", "not unconfirmed = 0"];

    private readonly Random _random = new(seed);

    public Sketch Next()
    {
        var children = _random.Next(4) switch
        {
            0 => new[] { "main" },
            1 or 2 => ["main", "task"],
            _ => ["main", "task", _random.Next(2) == 0 ? "deep" : "other"],
        };
        var sketch = new Sketch([.. children.Select(id => Flow(id, children))]);
        if (_random.Next(3) == 0)
        {
            Spoil(sketch);
        }

        return sketch;
    }

    private SketchFlow Flow(string id, string[] all)
    {
        var count = _random.Next(2, id == "main" ? 6 : 4);
        var ids = Enumerable.Range(0, count).Select(n => $"{id}-{n}").ToList();
        List<string> ends = _random.Next(4) == 0 ? [$"{id}-done", $"{id}-void"] : [$"{id}-done"];
        var child = id switch
        {
            "main" => all.Skip(1).FirstOrDefault(),
            "task" => all.Contains("deep") ? "deep" : null,
            _ => null,
        };
        var second = id == "main" && all.Contains("other") ? "other" : null;
        var splitting = child is null ? -1 : _random.Next(count);
        var splittingToo = second is null ? -1 : _random.Next(count);
        var stages = ids.Select((stage, at) => Stage(
            id, stage, at, ids, ends, at == splitting ? child : at == splittingToo ? second : null, child, second)).ToList();
        if (second is not null && splitting == splittingToo)
        {
            stages.Add(stages[^1] with { Id = $"{id}-x", Split = (second, "once") });
            stages[^2] = Stage(id, ids[^1], count - 1, [.. ids, $"{id}-x"], ends, splitting == count - 1 ? child : null, child, null);
        }

        Seed(id, stages);
        return new SketchFlow(id, stages, ends);
    }

    /// <summary>Conditions may only ask for matters that something raises, and effects of it.</summary>
    private void Seed(string id, List<SketchStage> stages)
    {
        var text = string.Join(' ', stages.SelectMany(s => s.Actions.Select(a => a.When).Append(s.Wait?.When)));
        if (text.Contains("gap", StringComparison.Ordinal) || _random.Next(4) == 0)
        {
            var acts = stages.SelectMany(s => s.Actions).Where(a => a.To is not null).ToList();
            if (acts.Count == 0)
            {
                stages[0] = stages[0] with
                {
                    Seat = "{role: office}",
                    Actions = [new SketchAction("start", stages.Count > 1 ? stages[1].Id : $"{id}-done", null, false, ["raise: gap"])],
                };
                return;
            }

            acts[_random.Next(acts.Count)].Effects.Add("raise: gap");
            if (_random.Next(2) == 0)
            {
                acts[_random.Next(acts.Count)].Effects.Add("settle: gap");
            }
        }

        foreach (var action in stages.SelectMany(s => s.Actions).Where(_ => _random.Next(20) == 0))
        {
            action.Effects.Add("freeze: content");
        }
    }

    private SketchStage Stage(
        string flow, string id, int at, List<string> ids, List<string> ends, string? split, string? child, string? second)
    {
        var onward = at + 1 < ids.Count ? ids[at + 1] : ends[0];
        var waits = split is not null ? _random.Next(5) > 0 : _random.Next(5) == 0;
        var signed = !waits || _random.Next(4) == 0;
        var actions = new List<SketchAction>();
        if (signed)
        {
            actions.Add(Action("go", waits && _random.Next(2) == 0 ? null : onward, flow, child, second));
            if (_random.Next(2) == 0)
            {
                actions.Add(Action("back", at > 0 ? ids[_random.Next(at + 1)] : ends[^1], flow, child, second));
            }

            if (ends.Count > 1 && _random.Next(2) == 0)
            {
                actions.Add(Action("void", ends[1], flow, child, second));
            }
        }

        return new SketchStage(
            id,
            signed ? Seats[_random.Next(Seats.Length)] : null,
            _random.Next(2) == 0,
            actions,
            signed && _random.Next(4) == 0 ? [ids[_random.Next(ids.Count)]] : [],
            waits ? (Until(flow, split, child, second), onward) : null,
            split is null ? null : (split, _random.Next(2) == 0 ? "once" : "row"),
            signed && _random.Next(12) == 0 ? (_random.Next(2) == 0 ? onward : ids[_random.Next(ids.Count)]) : null);
    }

    private SketchAction Action(string id, string? to, string flow, string? child, string? second) => new(
        id, to, _random.Next(4) == 0 ? Condition(flow, child, second) : null, _random.Next(8) == 0, []);

    private string Condition(string flow, string? child, string? second)
    {
        var first = _random.Next(3) == 0 ? Until(flow, null, child, second) : Fact(flow);
        return _random.Next(6) switch
        {
            0 => $"{first} and {Fact(flow)}",
            1 => $"{first} or {Fact(flow)}",
            _ => first,
        };
    }

    private string Until(string flow, string? split, string? child, string? second)
    {
        var asked = split ?? (second is not null && _random.Next(2) == 0 ? second : child);
        if (asked is not null && (split is not null || _random.Next(2) == 0))
        {
            var every = _random.Next(3) == 0 ? $"every {asked} has reached {asked}-1" : $"every {asked} has ended";
            return _random.Next(8) == 0 ? $"{every} or lasting" : _random.Next(12) == 0 ? $"not {every}" : every;
        }

        return flow == "main" ? Fact(flow) : _random.Next(8) switch
        {
            0 => "parent has ended",
            1 => "parent has moved on",
            2 => "not parent has reached " + Parent(flow) + "-1",
            3 => Fact(flow),
            _ => "parent has reached " + Parent(flow) + "-1",
        };
    }

    private string Fact(string flow) => _random.Next(Facts.Length + (flow == "main" ? Counts.Length : 0)) is var at && at < Facts.Length
        ? Facts[at]
        : Counts[at - Facts.Length];

    private static string Parent(string flow) => flow == "deep" ? "task" : "main";

    private void Spoil(Sketch sketch)
    {
        var flow = sketch.Flows[_random.Next(sketch.Flows.Count)];
        var at = _random.Next(flow.Stages.Count);
        var stage = flow.Stages[at];
        flow.Stages[at] = _random.Next(3) switch
        {
            0 when stage.Actions.Count > 0 => stage with
            {
                Actions = [.. stage.Actions.Select(a => a.To is null ? a : a with { To = flow.Stages[_random.Next(flow.Stages.Count)].Id })],
            },
            1 when stage.Seat is not null => stage with { Apart = [flow.Stages[_random.Next(flow.Stages.Count)].Id] },
            _ when stage.Wait is { } wait => stage with { Wait = (wait.When, flow.Stages[_random.Next(flow.Stages.Count)].Id) },
            _ => stage,
        };
    }
}
