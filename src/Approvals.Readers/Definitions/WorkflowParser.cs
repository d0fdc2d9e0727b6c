using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Yaml;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Definitions;

/// <summary>
/// One workflow file into a <see cref="Workflow"/>. Notes faults in the file; whether the process makes sense is the
/// engine's to judge.
/// </summary>
internal sealed partial class WorkflowParser(YamlMap root)
{
    private readonly YamlFile _file = root.File;

    public Workflow Parse()
    {
        var workflow = new Workflow(
            new WorkflowId(root.Required("workflow")),
            root.Required("title"),
            [.. root.List("starts").Select(Start).OfType<Start>()],
            [.. root.List("stages").Select(Stage).OfType<Stage>()],
            [.. root.List("ends").Select(End).OfType<Ending>()])
        {
            Numbers = [.. root.List("numbers").Select(root.Scalar)],
            Standing = AtAnyStage(),
        };
        root.NothingElse();
        if (workflow.Stages.IsEmpty || workflow.Ends.IsEmpty)
        {
            _file.Fault(root.Node, "至少要有一个环节（stages）和一个结局（ends）");
        }

        return workflow;
    }

    private Start? Start(YamlNode node)
    {
        if (root.AsMap(node) is not { } map)
        {
            return null;
        }

        var on = map.Word<Occasion>("on");
        var start = new Start(on ?? default, new StageId(map.Required("at"))) { By = Roles(map, "by") };
        map.NothingElse();
        return on is null ? null : start;
    }

    private Ending? End(YamlNode node)
    {
        if (root.AsMap(node) is not { } map)
        {
            return null;
        }

        var ending = new Ending(new StageId(map.Required("id")), map.Required("title"))
        {
            Cancelled = map.Flag("cancelled"),
            Except = [.. map.List("except").Select(n => new StageId(map.Scalar(n)))],
        };
        map.NothingElse();
        return ending;
    }

    private Stage? Stage(YamlNode node)
    {
        if (root.AsMap(node) is not { } map)
        {
            return null;
        }

        var voting = new VotingParser(map, Rule);
        var stage = new Stage(
            new StageId(map.Required("id")),
            map.Required("title"),
            map.Get("signers") is { } signers ? Signers(signers, map) : null,
            voting.Mode(),
            Actions(map),
            [.. map.List("not_same_as").Select(n => Separation(n, map)).OfType<Separation>()],
            map.Map("wait") is { } wait ? Wait(wait) : null,
            [.. map.List("split").Select(map.AsMap).OfType<YamlMap>().Select(s => Split(s, null))],
            map.Get("deadline") is { } deadline ? LadderParser.Term(deadline, map) : null,
            map.Time("due_time"),
            new LadderParser(map, Rule).Parse(),
            map.Flag("edits"),
            map.Flag("met"),
            map.Flag("quiet"),
            map.Flag("together"),
            map.Text("on_unavailable") is { } instead ? new StageId(instead) : null)
        {
            ByException = MeasureParser.ByException(map),
            UrgentDeadline = map.Get("urgent_deadline") is { } urgent ? LadderParser.Term(urgent, map) : null,
            Hands = new HandsParser(map, Rule).Parse(),
        };
        stage = voting.Complete(stage);
        map.NothingElse();
        return stage;
    }

    private Signers Signers(YamlNode node, YamlMap map)
    {
        if (node is YamlSequenceNode several)
        {
            return new Signers(
                [.. several.Select(map.AsMap).OfType<YamlMap>().Select(m => Rule(m, last: true)).OfType<SeatRule>()], 1);
        }

        if (map.AsMap(node) is not { } one)
        {
            return new Signers([], 1);
        }

        var rule = Rule(one, last: false);
        var atLeast = one.Number("at_least") ?? 1;
        one.NothingElse();
        return new Signers(rule is null ? [] : [rule], atLeast);
    }

    private SeatRule? Rule(YamlMap map, bool last)
    {
        SeatRule? rule = null;
        if (map.Text("role") is { } role)
        {
            rule = map.Text("in") is { } body
                ? new SeatRule.OfPost(new RoleId(role), body)
                : new SeatRule.OfRole(new RoleId(role));
        }
        else if (map.Text("person") is { } person)
        {
            rule = new SeatRule.OfPerson(person);
        }
        else if (map.Word<Party>("bodies") is { } bodies)
        {
            rule = new SeatRule.OfBodies(bodies, Roles(map, "roles"), Roles(map, "or_else"));
        }
        else if (map.Word<Party>("people") is { } people)
        {
            rule = new SeatRule.OfPeople(people, map.Number("choose"), map.Word<Party>("none_from"));
        }
        else if (map.Text("same_as") is { } stage)
        {
            rule = new SeatRule.SameAs(new StageId(stage));
        }
        else
        {
            _file.Fault(map.Node, "签批人要用 role、bodies、people、person 或 same_as 之一说明");
        }

        if (last)
        {
            map.NothingElse();
        }

        return rule;
    }

    private static ImmutableArray<RoleId> Roles(YamlMap map, string key) =>
        [.. map.List(key).Select(n => new RoleId(map.Scalar(n)))];

    private ImmutableArray<StageAction> Actions(YamlMap stage) => stage.Map("actions") is not { } actions
        ? []
        : [.. actions.Entries().Select(e => Action(e.Key, e.Value, actions)).OfType<StageAction>()];

    private StageAction? Action(string id, YamlNode node, YamlMap actions)
    {
        if (actions.AsMap(node) is not { } map)
        {
            return null;
        }

        var action = Action(id, map);
        map.NothingElse();
        return action;
    }

    private StageAction Action(string id, YamlMap map)
    {
        var leads = Leads(map);
        return new StageAction(
            new ActionId(id),
            map.Required("title"),
            leads.To,
            Inputs(map, "needs"),
            Inputs(map, "takes"),
            Condition(map, "when"),
            map.Text("else_say"),
            Roles(map, "by"),
            map.Flag("at_once"),
            Effects(map))
        {
            Fulfils = map.Flag("fulfils"),
            Copy = HandsParser.Rules(map, "copy", Rule),
            OneOf = leads.OneOf,
            AnyEarlier = leads.AnyEarlier,
            Then = map.Word<WayBack>("then") ?? WayBack.Rewalk,
            Recall = map.Flag("recall"),
        };
    }

    private ImmutableArray<Effect> Effects(YamlMap map) =>
        [.. map.List("effects").Select(map.AsMap).OfType<YamlMap>().Select(OneEffect).OfType<Effect>()];

    private Effect? OneEffect(YamlMap map)
    {
        Effect? effect = map.Text("raise") is { } raised ? new Effect.Raise(raised)
            : map.Text("settle") is { } settled ? new Effect.Settle(settled)
            : map.Text("allocate") is { } purpose ? new Effect.Allocate(purpose)
            : map.Get("freeze") is { } frozen ? OfContent(new Effect.Freeze(), "freeze", frozen, map)
            : map.Get("publish") is { } published ? OfContent(new Effect.Publish(), "publish", published, map)
            : map.Word<Party>("replace_in_parent") is { } party ? new Effect.ReplaceInParent(party)
            : map.Text("open") is { } child ? new Effect.OpenChild(new WorkflowId(child))
            : map.Word<Product>("produce") is { } product ? new Effect.Produce(product)
            : map.Text("distribute") is { } reading ? new Effect.Distribute(new WorkflowId(reading), HandsParser.Rules(map, "to", Rule))
            : map.Word<Stop>("clock") is { } stop ? Of(stop)
            : map.Word<Excepting>("except") is { } excepting ? new Effect.Except(excepting)
            : Move(map);
        if (map.Node.Children.Count == 0)
        {
            _file.Fault(map.Node, "效果要用 raise、settle、allocate、freeze、publish、replace_in_parent、open、"
                + "produce、distribute、clock、except、cancel、merge、fold 或 hand 之一说明");
        }

        map.NothingElse();
        return effect;
    }

    private static Effect Of(Stop stop) => stop switch
    {
        Stop.Suspend => new Effect.Suspend(),
        Stop.Resume => new Effect.Resume(),
        Stop.ExtendParent => new Effect.ExtendInParent(),
        _ => throw new UnreachableException(),
    };

    private Effect? OfContent(Effect effect, string verb, YamlNode node, YamlMap map)
    {
        if (map.Scalar(node) is var what and not "content")
        {
            _file.Fault(node, $"{verb} 不认识 {what}{Spelling.DidYouMean(what, ["content"])}");
            return null;
        }

        return effect;
    }

    private static Separation? Separation(YamlNode node, YamlMap map)
    {
        if (node is not YamlMappingNode)
        {
            return new Separation(null, new StageId(map.Scalar(node)));
        }

        if (map.AsMap(node) is not { } child)
        {
            return null;
        }

        var separation = new Separation(new WorkflowId(child.Required("workflow")), new StageId(child.Required("stage")));
        child.NothingElse();
        return separation;
    }

    private Wait? Wait(YamlMap map)
    {
        var until = Condition(map, "until");
        if (until is null && map.Get("until") is null)
        {
            _file.Fault(map.Node, "wait 要写明等到什么时候：until");
        }

        var wait = new Wait(until ?? new Expression.ParentEnded(), new StageId(map.Required("to")), Effects(map));
        map.NothingElse();
        return wait;
    }

    private Split Split(YamlMap map, WorkflowId? same)
    {
        var split = new Split(
            same ?? new WorkflowId(map.Required("workflow")),
            map.Get("each") is { } each ? EachOf(each, map) : new Each.Once(),
            map.Text("at") is { } at ? new StageId(at) : null,
            null)
        {
            When = Condition(map, "when"),
        };
        var again = same is null && map.Map("again") is { } second ? Split(second, split.Workflow) : null;
        map.NothingElse();
        return split with { Again = again };
    }

    private Each EachOf(YamlNode node, YamlMap map)
    {
        if (node is YamlMappingNode)
        {
            if (map.AsMap(node) is { } of)
            {
                Each each = of.Text("open_matter") is { } kind ? new Each.OpenMatter(kind)
                    : of.Word<Party>("body_of") is { } party ? new Each.BodyOf(party)
                    : new Each.Once();
                of.NothingElse();
                return each;
            }
        }
        else if (map.Scalar(node) is var word and not "once")
        {
            if (word == "row")
            {
                return new Each.Row();
            }

            _file.Fault(node, $"each 不认识 {word}{Spelling.DidYouMean(word, ["once", "row", "body_of", "open_matter"])}");
        }

        return new Each.Once();
    }

    private Expression? Condition(YamlMap map, string key)
    {
        if (map.Get(key) is not { } node)
        {
            return null;
        }

        try
        {
            return ExpressionParser.Parse(map.Scalar(node));
        }
        catch (FormatException wrong)
        {
            _file.Fault(node, wrong.Message);
            return null;
        }
    }

    /// <summary>What an action does to time, as the file spells it.</summary>
    private enum Stop
    {
        Suspend,
        Resume,
        ExtendParent,
    }
}
