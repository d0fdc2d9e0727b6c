using System.Collections.Immutable;
using System.Text;

namespace Approvals.Tests.Model;

/// <summary>A process as the files that the reader of definitions is given.</summary>
internal static class ProcessText
{
    public static IEnumerable<string> Of(Process process) => process.Flows.Select(Of);

    private static string Of(Flow flow)
    {
        var text = new StringBuilder($"apiVersion: approvals/1\nworkflow: {flow.Id}\ntitle: 流程{flow.Id}\n");
        if (!flow.Anywhere.IsEmpty)
        {
            text.Append("at_any_stage:\n").AppendJoin("", flow.Anywhere.Select(d => $"  {d.Id}: {Of(d)}\n"));
        }

        text.Append("stages:\n").AppendJoin("", flow.Stages.Select(Of));
        return text.Append("ends: [").AppendJoin(
            ", ", flow.Ends.Select(e => $"{{id: {e}, title: 结局{e}{(e == flow.CancelledAt ? ", cancelled: true" : "")}}}"))
            .Append("]\n").ToString();
    }

    private static string Of(Stage stage)
    {
        var text = new StringBuilder($"  - id: {stage.Id}\n    title: 环节{stage.Id}\n");
        foreach (var (key, value) in Keys(stage))
        {
            text.Append("    ").Append(key).Append(": ").Append(value).Append('\n');
        }

        if (!stage.Deeds.IsEmpty)
        {
            text.Append("    actions:\n").AppendJoin("", stage.Deeds.Select(d => $"      {d.Id}: {Of(d)}\n"));
        }

        return text.ToString();
    }

    private static IEnumerable<(string Key, string Value)> Keys(Stage stage)
    {
        if (stage.Who is { } who)
        {
            yield return ("signers", Of(who));
        }

        if (stage.Rule != SignRule.Any)
        {
            yield return ("mode", Mode(stage));
        }

        if (!stage.NotSameAs.IsEmpty)
        {
            yield return ("not_same_as", List(stage.NotSameAs));
        }

        if (stage.IfNobody is { } other)
        {
            yield return ("on_unavailable", other);
        }

        if (stage.Split is { } split)
        {
            var each = split.EachBody ? "{body_of: responsible_departments}" : "once";
            yield return ("split", $"[{{workflow: {split.Flow}, each: {each}}}]");
        }

        if (stage.Wait is { } wait)
        {
            yield return ("wait", $"{{until: {Of(wait.Until)}, to: {wait.To}}}");
        }

        if (stage.Dated)
        {
            yield return ("deadline", stage.Days is { } days ? $"{days} days" : "own");
            yield return ("remind", "[0d]");
        }

        if (stage.AtEnd is { } next)
        {
            yield return ("on_deadline", next);
        }

        if (stage.Consult is { } asked)
        {
            yield return ("consult", $"{{who: {{bodies: {asked.Party}, roles: {List(asked.Roles)}}}, silent_after: {asked.Days} days}}");
        }

        if (stage.AddBefore || stage.AddAfter)
        {
            yield return ("add_seats", $"{{before: {Bool(stage.AddBefore)}, after: {Bool(stage.AddAfter)}}}");
        }

        if (stage.Claim)
        {
            yield return ("claim", "true");
        }

        if (stage.Transfer is { } to)
        {
            yield return ("transfer", to.IsEmpty ? "true" : $"{{to: {List(to)}}}");
        }
    }

    private static string Of(Who who)
    {
        var least = who.AtLeast > 1 ? $", at_least: {who.AtLeast}" : "";
        return who switch
        {
            { SameAs.Length: > 0 } => $"{{same_as: {who.SameAs}}}",
            { IsBodies: true, OrElse.IsEmpty: true } => $"{{bodies: {who.Party}, roles: {List(who.Roles)}{least}}}",
            { IsBodies: true } => $"{{bodies: {who.Party}, roles: {List(who.Roles)}, or_else: {List(who.OrElse)}{least}}}",
            { IsPeople: true } => $"{{people: {who.Party}{least}}}",
            { Roles: [var only] } => $"{{role: {only}{least}}}",
            _ => $"[{string.Join(", ", who.Roles.Select(r => $"{{role: {r}}}"))}]",
        };
    }

    private static string Mode(Stage stage) => stage.Rule switch
    {
        SignRule.All => "all",
        SignRule.Sequential => "sequential",
        SignRule.LeadLast => "lead_last",
        _ => $"{{votes_for: {stage.Ballot.For}, need: {(stage.Ballot.Percent ? $"\"{stage.Ballot.Need}%\"" : $"{stage.Ballot.Need}")}"
            + (stage.Ballot.LeadWeight > 1 ? $", weights: {{lead_department: {stage.Ballot.LeadWeight}}}}}" : "}"),
    };

    private static string Of(Deed deed)
    {
        var keys = new List<string> { $"title: 动作{deed.Id}" };
        if (deed.Leads)
        {
            keys.Add($"to: {(deed.AnyEarlier ? "any_earlier" : deed.To is [var only] ? only : List(deed.To))}");
        }

        AddIf(deed.Way != WayOn.Rewalk, $"then: {(deed.Way == WayOn.StraightBack ? "straight_back" : "as_chosen")}");
        AddIf(deed.AtOnce, "at_once: true");
        AddIf(deed.Recall, "recall: true");
        AddIf(deed.Does == Does.Raise, "needs: [reason, date]");
        AddIf(deed.Reason && deed.Does != Does.Raise, "needs: [reason]");
        AddIf(!deed.By.IsEmpty, $"by: {List(deed.By)}");
        AddIf(deed.When.Holds != Holds.Always, $"when: {Of(deed.When)}");
        AddIf(!deed.Signers.IsEmpty, $"signers: [{string.Join(", ", deed.Signers.Select(r => $"{{role: {r}}}"))}]");
        AddIf(!deed.Except.IsEmpty, $"except: {List(deed.Except)}");
        AddIf(deed.Does != Does.Nothing, $"effects: [{Effect(deed)}]");
        return $"{{{string.Join(", ", keys)}}}";

        void AddIf(bool said, string key)
        {
            if (said)
            {
                keys.Add(key);
            }
        }
    }

    private static string Effect(Deed deed) => deed.Does switch
    {
        Does.CancelChildren => "cancel: children",
        Does.Suspend => "clock: suspend",
        Does.Resume => "clock: resume",
        Does.Raise => "raise: gap",
        Does.Settle => "settle: gap",
        Does.Freeze => "freeze: content",
        _ => $"open: {deed.Child}",
    };

    private static string Of(Ask ask) => ask.Holds switch
    {
        Holds.Suspended => "suspended",
        Holds.NotSuspended => "not suspended",
        Holds.Frozen => "frozen",
        Holds.NotFrozen => "not frozen",
        Holds.NoGap => "none open gap",
        Holds.ChildrenEnded => $"every {ask.Flow} has ended",
        Holds.ChildrenReached => $"every {ask.Flow} has reached {ask.Stage}",
        _ => "parent has ended",
    };

    private static string List(ImmutableArray<string> words) => $"[{string.Join(", ", words)}]";

    private static string Bool(bool value) => value ? "true" : "false";
}
