using System.Collections.Immutable;

namespace Approvals.Tests.Model;

/// <summary>A mistake as somebody might make it in the engine.</summary>
/// <param name="Rule">What it breaks.</param>
/// <param name="File">Below the engine's folder.</param>
/// <param name="Right">What stands there; exactly once, so that the list follows the code.</param>
internal sealed record PlantedFault(string Rule, string File, string Right, string Wrong)
{
    /// <summary>The file as it stands.</summary>
    public string Text() => System.IO.File.ReadAllText(RepositoryFiles.PathOf(Path.Combine("src/Approvals.Engine", File)));

    public string Spoil() => Text().Replace(Right, Wrong, StringComparison.Ordinal);

    public static ImmutableArray<PlantedFault> All { get; } =
    [
        new("A vote that closes at once closes the round whatever the others say.", "Cases/Quorum.cs",
            "if (last.Action.AtOnce || (Stage.Mode is Mode.Sequential && last.To is { } to && Workflow.LeadsBack(Stage, to)))",
            "if (Stage.Mode is Mode.Sequential && last.To is { } to && Workflow.LeadsBack(Stage, to))"),
        new("Who has acted where another must, in whatever round, may not act here.", "Cases/Seating.cs",
            "@case.Votes.Where(v => v.Stage == rule.Stage && v.Binds)",
            "@case.Votes.Where(v => v.Stage == rule.Stage && v.Binds && v.Round == @case.Round)"),
        new("The outcome is the gravest action among the votes.", "Cases/Quorum.cs",
            "cast.MaxBy(Stage.Actions.IndexOf)",
            "cast.MinBy(Stage.Actions.IndexOf)"),
        new("Where one signature suffices, whoever was added is heard too.", "Cases/Quorum.cs",
            "Seats.All(s => s.Added is null || cast.Exists(c => c.Seat.No == s.No)) =>",
            "Seats.All(_ => true) =>"),
        new("A ballot passes with just what it needs.", "Cases/Quorum.cs",
            "Weight(cast.Except(others).Select(c => c.Seat)) >= need",
            "Weight(cast.Except(others).Select(c => c.Seat)) > need"),
        new("A share of the votes is rounded up.", "Definitions/Mode.cs",
            "((total * Amount) + 99) / 100",
            "total * Amount / 100"),
        new("Who has another sign before him waits for that one.", "Cases/Turns.cs",
            "before.To != seat.No || voted(s.No)",
            "before.To != seat.No || s.No == seat.No"),
        new("The lead sums up after all others.", "Cases/Turns.cs",
            "s.Consulted || voted(s.No) || Root(s, seats).Lead",
            "s.Consulted || voted(s.No) || s.Added is not null || Root(s, seats).Lead"),
        new("The round waits for the consulted until their time is over.", "Cases/Rounds.cs",
            "if (decided.AtOnce || !@case.OpenSeats.Any(s => s.Consulted))",
            "if (decided.AtOnce || @case.RoundIsOpen)"),
        new("A stage is not entered while too few are there to decide it.", "Cases/Seating.cs",
            "&& Quorum.IsWithinReach(stage, seats, [], gone) ? seats : null;",
            "? seats : null;"),
        new("Where one signature suffices, the others may have left.", "Cases/Quorum.cs",
            "missing.TrueForAll(s => s.Added is null) && (opening == 0 || missing.Count < opening)",
            "missing.Count == 0"),
        new("Votes of an earlier round are never counted again.", "Cases/Case.cs",
            "Votes.Any(v => v.Round == Round && v.Seat == seat)",
            "Votes.Any(v => v.Round >= Round - 1 && v.Seat == seat)"),
        new("Nobody has two voices in a round, his own and an absent one's.", "Cases/Standing.cs",
            "(HasActed(@case, seat, person)\n            "
                + "|| @case.Seats.Any(s => s.No != seat && !@case.HasVoted(s.No) && MaySit(s, person, context)));",
            "@case.Seats.Any(s => s.No != seat && !@case.HasVoted(s.No) && MaySit(s, person, context));"),
        new("An absence ends with its last day.", "Directories/UnitDirectory.cs",
            "From <= day && day <= Until;",
            "From <= day && day < Until;"),
        new("Whoever takes over a seat is asked where he acted before.", "Cases/Handing.cs",
            ": Barred(to) is { } barred ? barred is Refusal.SameHuman same ? new Refusal.ActedBefore(to, same.Stage) : barred\n",
            "\n"),
        new("What stands still with its parent runs on with it.", "Cases/Stops.cs",
            "above is null && steps.Case.Time.Suspension is { Inherited: true }",
            "above is null && steps.Case.Time.Suspension is { Inherited: false }"),
        new("After a standstill everything is due as much later.", "Cases/Stops.cs",
            "own ?? Days.After(clock.DueOn, stood)",
            "own ?? clock.DueOn"),
        new("A wait for all children waits for all of them.", "Cases/Conditions.cs",
            "Expression.EveryEnded every => context.Grants.Children.Where(c => c.Workflow == every.Workflow).All(c => c.Ended),",
            "Expression.EveryEnded every => context.Grants.Children.Where(c => c.Workflow == every.Workflow).Any(c => c.Ended),"),
        new("A seat that has voted is due no more.", "Cases/Evolution.cs",
            "Time = @case.Time.Without(cast.Seat),",
            "Time = @case.Time,"),
        new("A return while an address is pending is walked stage by stage.", "Cases/Steps.Moves.cs",
            "Add(new CaseEvent.StraightBackEnded(used));\n            return used ? address : to;",
            "if (used)\n            {\n                Add(new CaseEvent.StraightBackEnded(used));\n            }\n\n"
                + "            return used ? address : to;"),
        new("Back furthest, where several chose differently.", "Cases/Moves.cs",
            "workflow.Stages.Select(s => s.Id).Concat(workflow.Ends.Select(e => e.Id))",
            "workflow.Stages.Reverse().Select(s => s.Id).Concat(workflow.Ends.Select(e => e.Id))"),
        new("Nothing is taken back once somebody has acted.", "Cases/Moves.cs",
            "_ when @case.Recallable is not null => @case with { Recallable = null },\n",
            "CaseEvent.SeatClaimed or CaseEvent.SeatAdded or CaseEvent.ReportMade => @case,\n        "
                + "_ when @case.Recallable is not null => @case with { Recallable = null },\n"),
        new("What is cancelled takes along what is below it.", "Cases/Steps.Moves.cs",
            "        CancelChildren();\n        End(ending);",
            "        End(ending);"),
        new("What may be done at any stage may not where the definition says so.", "Cases/AtAnyStage.cs",
            "&& !@case.Ended && standing.MayBeDoneAt(@case.Stage)",
            "&& !@case.Ended"),
        new("Nobody records for a matter of his own department.", "Cases/Decisions.cs",
            "if (posts.Exists(p => owners.Contains(p.Body)))",
            "if (posts.Exists(p => owners.Contains(p.Body) && p.From > context.Today))"),
        new("What is stored is the whole of it.", "Cases/Case.cs",
            "[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]\n    public bool Consulted { get; init; }",
            "[JsonIgnore]\n    public bool Consulted { get; init; }"),
        new("Whose turn comes after he has left is missed then.", "Cases/Steps.cs",
            "if (_events.Count > 0 && Definition.Stage(Case.Stage)?.OnUnavailable is not null",
            "if (_events.Count > 9 && Definition.Stage(Case.Stage)?.OnUnavailable is not null"),
    ];
}
