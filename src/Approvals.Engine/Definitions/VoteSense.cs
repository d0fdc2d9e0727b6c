namespace Approvals.Engine.Definitions;

/// <summary>Sign rules that could never be met, or that ask the wrong people.</summary>
internal static class VoteSense
{
    public static IEnumerable<Flaw> Of(WorkflowBook book, Workflow workflow, Stage stage) =>
        At("mode", Ballot(stage)).Concat(At("consult", Asked(book, workflow, stage).Concat(Heard(stage)))).Concat(At("add_seats", Added(stage)))
            .Concat(Outvoted(stage)).Concat(Closed(stage)).Concat(At("edits", Edited(stage)))
            .Select(flaw => flaw with { Message = $"环节“{stage.Title}”{flaw.Message}" });

    private static IEnumerable<Flaw> At(string path, IEnumerable<string> messages) => messages.Select(message => new Flaw(message, path));

    private static IEnumerable<string> Ballot(Stage stage)
    {
        if (stage.Mode is not Mode.Ballot ballot)
        {
            yield break;
        }

        var others = stage.Actions.Where(a => a.Id != ballot.For).ToList();
        if (stage.Action(ballot.For) is not { To: not null } passes)
        {
            yield return $"的票签（votes_for）要的是本环节一个离开它的动作，{ballot.For} 不是"
                + NearestWord.DidYouMean(ballot.For.Value, stage.Actions.Where(a => a.Leads).Select(a => a.Id.Value));
        }
        else if (passes.AtOnce)
        {
            yield return $"的票签要数 {ballot.For} 的票，它却一票就定（at_once）";
        }

        if (others.TrueForAll(a => !a.Leads))
        {
            yield return "的票签只有一个离开它的动作，没有别的可以投";
        }

        if (ballot.Need.Amount < 1 || ballot.Need is { OfHundred: true, Amount: > 100 })
        {
            yield return "的票签所需票数（need）至少是 1，按比例的不超过 100%";
        }

        if (Most(stage, ballot) is { } most && ballot.Need is { OfHundred: false, Amount: var need } && need > most)
        {
            yield return $"的票签要 {need} 票，席位最多只有 {most} 票";
        }

        foreach (var (party, weight) in ballot.Weights.Where(w => w.Value < 1))
        {
            yield return $"的票签里 {Soundness.Spelt(party)} 的权重（weights）是 {weight}，至少是 1";
        }
    }

    /// <summary>The weight of all seats where their number is known; else null.</summary>
    private static int? Most(Stage stage, Mode.Ballot ballot)
    {
        int? seats = stage.Signers switch
        {
            { } signers when SeatSense.IsOneSeat(signers) => 1,
            { Seats: [SeatRule.OfPeople { Choose: { } chosen }] } => chosen,
            _ => null,
        };
        return seats * Math.Max(1, ballot.Weights.Values.DefaultIfEmpty(1).Max());
    }

    private static IEnumerable<string> Asked(WorkflowBook book, Workflow workflow, Stage stage)
    {
        if (stage.Consult is not { } consult)
        {
            yield break;
        }

        if (consult.Who.IsEmpty)
        {
            yield return "的征求意见（consult）没有写向谁征求：who";
        }

        foreach (var message in consult.Who.SelectMany(SeatSense.Rule))
        {
            yield return message;
        }

        foreach (var flaw in SeatSense.Undefined(book, consult.Who.SelectMany(SeatSense.RolesOf), "的征求意见"))
        {
            yield return flaw.Message;
        }

        foreach (var same in consult.Who.OfType<SeatRule.SameAs>().Where(s => workflow.Stage(s.Stage) is null))
        {
            yield return $"的征求意见的 same_as 指向不存在的环节 {same.Stage}";
        }
    }

    private static IEnumerable<string> Heard(Stage stage)
    {
        if (stage.Consult is not { } consult)
        {
            yield break;
        }

        if (stage.Signers is null)
        {
            yield return "写了征求意见（consult），却没有签批人（signers）";
        }

        if (consult.SilentAfter is Term.After { Days: < 1 } or Term.Hours { Number: < 1 })
        {
            yield return "的征求意见没有给人回复的时间（silent_after）";
        }

        if (stage.Actions.All(a => !a.Leads || a.AtOnce))
        {
            yield return "的动作都是一票就定（at_once）的，被征求意见的人没有可以表示的";
        }
    }

    /// <summary>What a vote brings is the case's from then on: where others vote too, it would stand though they decide otherwise.</summary>
    private static IEnumerable<Flaw> Outvoted(Stage stage) => !MayBeOutvoted(stage) ? [] : stage.Actions
        .Where(a => a is { Leads: true, AtOnce: false }
            && a.Needs.Concat(a.Takes).Any(i => i is Input.Naming or Input.NamedDate or Input.Number or Input.Occurrence))
        .Select(a => new Flaw(
            $"有几个人签，动作“{a.Title}”带来的人员、日期或指标会在结果出来以前就算数；请另设一个环节来填，或写 at_once: true", $"actions/{a.Id}"));

    /// <summary>
    /// Whoever votes last, is heard last or is passed over last closes the round: what the form of another said, by which it is
    /// decided, is not at hand then.
    /// </summary>
    private static IEnumerable<Flaw> Closed(Stage stage) => stage.Consult is null && !MayBeOutvoted(stage) ? [] : stage.Actions
        .Where(a => a is { Leads: true, AtOnce: false }
            && a.Effects.Any(e => e is Effect.OpenChild or Effect.ExtendInParent or Effect.Except or Effect.Merge))
        .Select(a => new Flaw(
            $"不止一个人表示意见，最后表示的不一定是按“{a.Title}”的人，它就不能开出流程（open）、给上级延期（extend_parent）、合并（merge）或记例外（except）；"
                + "请另设一个环节来办，或写 at_once: true", $"actions/{a.Id}"));

    /// <summary>Whoever signed first has signed what he saw, not what another makes of it before the last has signed.</summary>
    private static IEnumerable<string> Edited(Stage stage) => stage.Edits && MayBeOutvoted(stage)
        ? ["有几个人签，又能改内容（edits）：先签的人就签了他没有见过的内容；请另设一个环节来改"]
        : [];

    private static bool MayBeOutvoted(Stage stage) => stage.Signers is { } signers
        && (!stage.AddSeats.IsEmpty || (stage.Mode is not Mode.Any && signers.Seats is
            [SeatRule.OfBodies or SeatRule.SameAs or SeatRule.OfPeople { Party: not Party.FirstLeader, Choose: not 1 }]));

    private static IEnumerable<string> Added(Stage stage) => !stage.AddSeats.IsEmpty && stage.Signers is null
        ? ["写了加签（add_seats），却没有签批人（signers）"]
        : [];
}
