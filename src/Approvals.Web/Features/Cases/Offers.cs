using System.Collections.Immutable;
using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>Turns what the engine permits into the forms of a page.</summary>
public static partial class Offers
{
    /// <summary>One panel a seat that the person may take now, and one for each who is away and for whom he may act in it.</summary>
    public static ImmutableArray<ActPanel> Own(Looked looked, CurrentUser user, string back) =>
    [
        .. looked.Case.OpenSeats
            .SelectMany(seat => For(seat, user.Person.Id, looked)
                .Select(absent => Panel(looked, user, seat, user.Person.Id, back, absent)))
            .OfType<ActPanel>(),
    ];

    /// <summary>Null: for himself.</summary>
    private static IEnumerable<PersonId?> For(Seat seat, PersonId person, Looked looked) => MaySit(seat, person, looked)
        ? [null]
        : Standing.Principals(looked.Case, seat, person, looked.Context).Select(absent => (PersonId?)absent);

    /// <summary>One panel an open seat of others, for those who may write down decisions made elsewhere (代录).</summary>
    public static ImmutableArray<ActPanel> Recording(Looked looked, CurrentUser user, string back)
    {
        if (!Gate.Has(user, looked.Context.Book, Power.RecordForOthers))
        {
            return [];
        }

        return
        [
            .. looked.Case.OpenSeats
                .Where(seat => !For(seat, user.Person.Id, looked).Any())
                .Select(
                    seat => (Seat: seat, Candidates: Seating.Candidates(seat, looked.Context.Directory, looked.Context.Today)))
                // The form asks whose decision it is; it stands where anybody's may be written down.
                .Select(s => s.Candidates.Select(candidate => Panel(looked, user, s.Seat, candidate, back)).FirstOrDefault(p => p is not null))
                .OfType<ActPanel>(),
        ];
    }

    private static bool MaySit(Seat seat, PersonId person, Looked looked) =>
        Seating.MaySit(seat, person, looked.Context.Directory, looked.Context.Today);

    private static ActPanel? Panel(
        Looked looked, CurrentUser user, Seat seat, PersonId decider, string back, PersonId? inPlaceOf = null)
    {
        var stage = looked.Workflow.Stage(looked.Case.Stage);
        var recording = decider != user.Person.Id;
        var offers = (stage?.Actions ?? []).Select(action => seat.Consulted ? Opinions.Of(action) : action)
            .Select(action => Offer(looked, user, seat, action, decider, recording, inPlaceOf))
            .OfType<ActionOffer>().ToImmutableArray();
        if (offers.IsEmpty)
        {
            return null;
        }

        var @for = inPlaceOf is { } absent ? $"{absent.Value}" : "";
        var anchor = $"act-{looked.Case.Id}-{seat.No.Value}{(recording ? "-for" : "")}{(@for.Length > 0 ? "-" + @for : "")}";
        var name = Names.Seat(seat, looked);
        var @as = recording ? Texts.Acting.Recording(name)
            : seat.Consulted ? Texts.Voting.AsConsulted(name)
            : inPlaceOf is { } away ? Texts.Hands.As(Names.Of(away, looked.Context.Directory), name)
            : Texts.Acting.As(name);
        return new ActPanel(anchor, @as, NewKey(), back, offers, [])
        {
            Recording = recording,
            Adding = recording ? null : AddSeatOffer.Of(looked, user, seat, back),
            For = @for,
            Hands = recording ? [] : HandOffers.Own(looked, user, seat, inPlaceOf, back),
            Secondary = stage is { Quiet: true } && (offers.All(o => o.Tone != OfferTone.Forward) || MovesByItself(stage, looked.Case)),
        };
    }

    /// <summary>The date on which it goes on is set: whoever presses earlier knows why.</summary>
    private static bool MovesByItself(Stage stage, Case @case) =>
        stage.Ladder.Any(r => r is Rung.Move) && !@case.Time.Clocks.IsEmpty;

    /// <summary>A form's own key: the same form sent twice is one press.</summary>
    public static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static ActionOffer? Offer(
        Looked looked, CurrentUser user, Seat seat, StageAction action, PersonId decider, bool recording,
        PersonId? inPlaceOf)
    {
        var act = new CaseCommand.Act(
            looked.Case.Round, seat.No, action.Id, user.Person.Id, recording ? decider : null, recording ? "?" : null,
            Engine.Cases.Inputs.None,
            looked.Context.Grants.ContentHash, [])
        {
            InPlaceOf = inPlaceOf,
        };
        var notNow = Decisions.Judge(looked.Case, act, looked.Context) switch
        {
            null or Refusal.Missing => null,
            Refusal.NotYet later => later.Sentence + Texts.Acting.Lacking(
                [.. Conditions.Lacking(action.When, looked.Case, looked.Context)],
                looked.Context.Grants.Measured.GetValueOrDefault(Facts.UnconfirmedTitle)),
            Refusal.SameHuman when recording => "",
            Refusal.SameHuman same when inPlaceOf is not null => Texts.Acting.ActedThere(looked.Workflow.TitleOf(same.Stage)),
            Refusal.SameHuman same => Texts.For(same, looked.Workflow),
            _ => "",
        };
        if (notNow is "" || (action.Chooses && Moves.Targets(looked.Case, action, looked.Workflow).IsEmpty))
        {
            return null;
        }

        var together = notNow is null ? Decisions.Together(looked.Case, act, looked.Context) : [];
        return new ActionOffer(
            looked.Case.Id.Value, looked.Case.Round, seat.No.Value, action.Id.Value, action.Title,
            Tone(looked.Workflow, looked.Case.Stage, action),
            [.. Inputs(looked, seat, action, recording)], notNow, [.. together.Select(a => a.Title)],
            looked.Context.Grants.ContentHash ?? "")
        {
            TogetherIds = [.. together.Select(a => a.Id.Value)],
            IsLast = action.To is { } to && looked.Workflow.IsEnd(to) && looked.Case.Seats.Length == 1,
        };
    }

    /// <summary>Where the action leads from the stage in which it is pressed.</summary>
    internal static OfferTone Tone(Workflow workflow, StageId at, StageAction action)
    {
        var places = workflow.Stages.Select(s => s.Id).ToList();
        return action.Chooses ? OfferTone.Back
            : action.To is not { } to ? OfferTone.Neutral
            : workflow.IsEnd(to) ? (workflow.Stages[^1].Id == at || action.Needs.All(n => n is not Input.Reason)
                ? OfferTone.Forward : OfferTone.Back)
            : places.IndexOf(to) > places.IndexOf(at) ? OfferTone.Forward
            : OfferTone.Back;
    }

    private static IEnumerable<InputOffer> Inputs(Looked looked, Seat seat, StageAction action, bool recording)
    {
        foreach (var input in Directions(looked, action))
        {
            yield return input;
        }

        foreach (var (input, required) in action.Needs.Select(n => (n, true)).Concat(action.Takes.Select(t => (t, false))))
        {
            yield return input switch
            {
                Input.Reason reason => new InputOffer(
                    InputNames.Reason, InputKind.Reason, reason.Title ?? Texts.Acting.Reason, required, [], null),
                Input.Report report => new InputOffer(
                    InputNames.Report, InputKind.Report, report.Title ?? Texts.Acting.Report, required, [], null),
                Input.Date { Later: true } => new InputOffer(
                    InputNames.Date, InputKind.Date, Texts.Acting.NewDate(looked.Case.DueOn, looked.Context.Today), required, [], null),
                Input.Date when action.Effects.Any(e => e is Effect.ExtendInParent) => new InputOffer(
                    InputNames.Date, InputKind.Date, Texts.Acting.GrantedDate, required, [], null),
                Input.Date => new InputOffer(InputNames.Date, InputKind.Date, Texts.Acting.Date, required, [], null),
                Input.NamedDate named => Choosing.For(named, required, looked),
                Input.Number number => MeasureForms.For(number, required, looked.Case),
                Input.Occurrence day => MeasureForms.For(day, required, looked),
                Input.Evidence evidence => new InputOffer(
                    InputNames.Evidence, InputKind.Evidence, evidence.Title ?? Texts.Acting.Evidence, required, [], null),
                Input.Naming naming => Choosing.For(naming, required, looked),
                Input.Sibling => SiblingOf(looked, required),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        if (action.Needs.All(n => n is not (Input.Reason or Input.Report)) && action.Leads)
        {
            yield return new InputOffer(InputNames.Opinion, InputKind.Reason, Texts.Acting.Opinion, false, [], null);
        }

        if (recording)
        {
            yield return new InputOffer(
                InputNames.RecordedFor, InputKind.RecordedFor, Texts.Act.RecordedFor, true,
                [.. Seating.Candidates(seat, looked.Context.Directory, looked.Context.Today)
                    .Select(p => Names.Choice(p, looked.Context.Directory))],
                null);
        }
    }
}

/// <summary>The names of the form's fields behind <c>in.</c>; a party's field has the name of its enum member.</summary>
internal static class InputNames
{
    public const string Reason = nameof(Input.Reason);
    public const string Report = nameof(Input.Report);
    public const string Date = nameof(Input.Date);
    public const string Evidence = nameof(Input.Evidence);
    public const string Target = nameof(Input.Target);
    public const string Way = nameof(Input.Way);
    public const string Sibling = nameof(Input.Sibling);
    public const string Opinion = "Opinion";
    public const string RecordedFor = "For";

    public static string Of(Input.NamedDate named) => "On-" + named.Name;

    public static string Of(Input.Number number) => "Number-" + number.Name;

    public static string Of(Input.Occurrence occurrence) => "Day-" + occurrence.Day;
}
