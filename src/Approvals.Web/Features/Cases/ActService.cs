using System.Collections.Immutable;
using System.Globalization;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Readers.Calendars;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>A pressed form as it came in: what names a party or a text is read by the action's own definition.</summary>
/// <param name="With">Actions of further stages that the page promised to do with this press.</param>
public sealed record PressedForm(
    CaseId Case, int Round, SeatNo Seat, ActionId Action, string? Hash, string Key, string Back, ImmutableArray<ActionId> With,
    IFormCollection Fields);

/// <summary>What to show after a press.</summary>
public abstract record Pressed
{
    private Pressed()
    {
    }

    public sealed record Done(bool Before) : Pressed;

    /// <summary>Not done; each problem belongs to a field or, with an empty name, to the form.</summary>
    public sealed record Refused(ImmutableArray<FieldProblem> Problems) : Pressed
    {
        /// <summary>Files of the form: they wait for it to be pressed again.</summary>
        public ImmutableArray<EvidenceFile> Files { get; init; } = [];
    }

    /// <summary>It is not his to do.</summary>
    public sealed record Forbidden(string Sentence) : Pressed;

    public sealed record Unknown : Pressed;
}

/// <summary>Turns a pressed form into a command, and its answer into words.</summary>
public sealed class ActService(Pressing pressing, EvidenceDesk desk)
{
    /// <summary>Signs of one text field.</summary>
    private const int LongestText = 20_000;

    private const string Prefix = "in.";

    private const string Scan = Prefix + InputNames.RecordedFor + ".scan";

    public async Task<Pressed> PressAsync(PressedForm form, CurrentUser user, CancellationToken cancellation)
    {
        if (await pressing.LookAsync(form.Case, user, cancellation) is not { } looked)
        {
            return new Pressed.Unknown();
        }

        if (ActionOf(form, looked) is not { } action)
        {
            return Pressing.Refused(Texts.For(new Refusal.RoundIsOver(), looked.Workflow, looked.Context.Directory));
        }

        // Files are opened, converted and kept for those alone whose form it can be.
        var read = IsHis(form, looked, user) || await pressing.IsDoneAsync(form.Key, user, cancellation)
            ? await desk.ReadAsync(form.Fields, action, Scan, user, cancellation)
            : new EvidenceRead([], []);
        var answer = await PressAsync(form, action, looked, read, user, cancellation);
        if (answer is not Pressed.Refused refused || read.Files.IsEmpty)
        {
            return answer;
        }

        await desk.WaitAsync(read, user, cancellation);
        return refused with { Files = read.Files };
    }

    private async Task<Pressed> PressAsync(
        PressedForm form, StageAction action, Looked looked, EvidenceRead read, CurrentUser user, CancellationToken cancellation)
    {
        var (who, occasion, problem) = Recorded(form);
        if ((TooLong(form) ?? problem) is { } wrong)
        {
            return new Pressed.Refused([wrong]);
        }

        var field = Prefix + (who is null ? InputNames.Evidence : InputNames.RecordedFor);
        ImmutableArray<FieldProblem> files =
            [.. read.Refused.Select(why => new FieldProblem(field, why)), .. read.Asked.Select(what => new FieldProblem("", what))];
        if (!files.IsEmpty)
        {
            return new Pressed.Refused(files);
        }

        var (numbers, noNumber) = MeasureForms.Numbers(action, name => Text(form, name));
        if (noNumber is not null)
        {
            return new Pressed.Refused([new FieldProblem(Prefix + InputNames.Of(noNumber), Texts.Measures.Wanted(noNumber))]);
        }

        var (inputs, noDay) = Read(form, action, looked.Workflow, [.. read.Files.Select(f => f.Taken.Sha256)]);
        if (noDay is not null)
        {
            return new Pressed.Refused([new FieldProblem(Prefix + noDay, Texts.Acting.BadDate)]);
        }

        // Of a case that he may not see there is none for him to name.
        var sibling = inputs.Sibling is { } other && await pressing.SeesAsync(other, user, cancellation) ? inputs.Sibling : null;
        var act = Act(form, user, (who, occasion), inputs with { Numbers = numbers, Sibling = sibling });
        var pressed = await pressing.SendAsync(
            looked, act, form.Key,
            read.Files.IsEmpty ? null : connection => desk.KeepAsync(connection, form.Case, read, user, cancellation),
            why => Problems(why, act, action, looked), user, cancellation);
        return pressed is Pressed.Forbidden && who is null && IsRecording(form) && Gate.Has(user, looked.Context.Book, Power.RecordForOthers)
            ? new Pressed.Refused([new FieldProblem(Prefix + InputNames.RecordedFor, Texts.Acting.WhoMissing)])
            : pressed;
    }

    private static CaseCommand.Act Act(PressedForm form, CurrentUser user, (PersonId? Who, string? Occasion) recorded, Inputs inputs)
    {
        var hash = form.Hash is "" ? null : form.Hash;
        return new CaseCommand.Act(
            form.Round, form.Seat, form.Action, user.Person.Id, recorded.Who, recorded.Occasion, inputs, hash, form.With)
        {
            InPlaceOf = int.TryParse(form.Fields["for"], NumberStyles.None, CultureInfo.InvariantCulture, out var absent)
                ? new PersonId(absent) : null,
        };
    }

    /// <summary>
    /// Whether he may press it as the case stands now, whatever is still missing; or would record for another, whom he forgot to name.
    /// </summary>
    private static bool IsHis(PressedForm form, Looked looked, CurrentUser user)
    {
        var (who, occasion, _) = Recorded(form);
        var act = Act(form, user, (who, occasion), Inputs.None) with { Round = looked.Case.Round };
        return Decisions.Judge(looked.Case, act, looked.Context) is not { } why
            || !(NotHis.IsSaidBy(why, act) || why is Refusal.NotAllowedHere or Refusal.CaseEnded)
            || (who is null && IsRecording(form) && Gate.Has(user, looked.Context.Book, Power.RecordForOthers));
    }

    /// <summary>The form of a 代录: without the name of him whose decision it is it would be the recorder's own.</summary>
    private static bool IsRecording(PressedForm form) => form.Fields.ContainsKey(Prefix + InputNames.RecordedFor + ".occasion");

    /// <summary>加签.</summary>
    public async Task<Pressed> AddAsync(
        CaseId id, CaseCommand.AddSeat add, string key, CurrentUser user, CancellationToken cancellation)
    {
        if (await pressing.LookAsync(id, user, cancellation) is not { } looked)
        {
            return new Pressed.Unknown();
        }

        return add.Reason.Length > LongestText
            ? new Pressed.Refused([new FieldProblem("", Texts.Acting.TooLong(LongestText))])
            : await pressing.SendAsync(
                looked, add, key, about: null, why => [new FieldProblem("", Said(why, looked))], user, cancellation);
    }

    /// <summary>Separation may shut out whom the form names, not only who presses.</summary>
    private static string Said(Refusal why, Looked looked) => why is Refusal.SameHuman same
        ? Texts.Voting.SameHuman(looked.Workflow.TitleOf(same.Stage)) : WhyNot.Said(why, looked);

    /// <summary>撤回.</summary>
    public async Task<Pressed> RecallAsync(
        CaseId id, int round, string? reason, string key, CurrentUser user, CancellationToken cancellation)
    {
        if (await pressing.LookAsync(id, user, cancellation) is not { } looked)
        {
            return new Pressed.Unknown();
        }

        if (reason?.Length > LongestText)
        {
            return new Pressed.Refused([new FieldProblem(Prefix + InputNames.Reason, Texts.Acting.TooLong(LongestText))]);
        }

        var recall = new CaseCommand.Recall(round, user.Person.Id, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim());
        return await pressing.SendAsync(looked, recall, key, user, cancellation);
    }

    private static FieldProblem? TooLong(PressedForm form) =>
        form.Fields.Where(f => f.Key.StartsWith(Prefix, StringComparison.Ordinal) && f.Value.ToString().Length > LongestText)
            .Select(f => new FieldProblem(
                f.Key.StartsWith(Prefix + InputNames.RecordedFor, StringComparison.Ordinal) ? Prefix + InputNames.RecordedFor
                    : f.Key,
                Texts.Acting.TooLong(LongestText)))
            .FirstOrDefault();

    private static StageAction? ActionOf(PressedForm form, Looked looked) => form.Seat == SeatNo.Standing
        ? looked.Workflow.StandingAction(form.Action)?.Action
        : looked.Workflow.Stage(StageOf(form, looked.Case))?.Action(form.Action);

    /// <summary>
    /// The stage for which the form was made. A form sent again after it moved the case is read as the first time, so
    /// that it gets the first time's answer.
    /// </summary>
    private static StageId StageOf(PressedForm form, Case @case) =>
        @case.Votes.Where(v => v.Round == form.Round).Select(v => (StageId?)v.Stage).FirstOrDefault() ?? @case.Stage;

    /// <summary>Who has left one field empty is told of all that he has left empty.</summary>
    private static ImmutableArray<FieldProblem> Problems(Refusal why, CaseCommand.Act act, StageAction action, Looked looked) =>
    [
        Problem(why, act, looked),
        .. why is not Refusal.Missing first ? [] : Decisions.NotBrought(action, looked.Case, act.Inputs, looked.Context)
            .Where(input => input != first.Input).Select(input => Problem(new Refusal.Missing(input), act, looked)),
    ];

    private static FieldProblem Problem(Refusal why, CaseCommand.Act act, Looked looked) =>
        why is Refusal.SameHuman same && (act.RecordedFor is not null || act.InPlaceOf is not null)
            ? new FieldProblem("", Texts.Acting.ActedThere(looked.Workflow.TitleOf(same.Stage)))
            : new FieldProblem(FieldOf(why), WhyNot.Said(why, looked));

    private static string FieldOf(Refusal why) => why switch
    {
        Refusal.Missing { Input: Input.Naming naming } => Prefix + naming.Party,
        Refusal.Missing { Input: Input.NamedDate named } => Prefix + InputNames.Of(named),
        Refusal.Missing { Input: Input.Number number } => Prefix + InputNames.Of(number),
        Refusal.Missing { Input: Input.Occurrence day } => Prefix + InputNames.Of(day),
        Refusal.Missing { Input: var input } => Prefix + input.GetType().Name,
        Refusal.MayNotRecord or Refusal.RecordsForOwnDepartment or Refusal.RecordsForOwnDraft => Prefix + InputNames.RecordedFor,
        _ => "",
    };

    private static (PersonId? Who, string? Occasion, FieldProblem? Problem) Recorded(PressedForm form)
    {
        const string field = Prefix + InputNames.RecordedFor;
        var occasion = Text(form, InputNames.RecordedFor + ".occasion");
        if (!int.TryParse(form.Fields[field + ".who"], NumberStyles.None, CultureInfo.InvariantCulture, out var who))
        {
            var scanned = form.Fields.Files.Any(f => f.Name == Scan && !string.IsNullOrEmpty(f.FileName));
            return occasion is null && !scanned ? (null, null, null) : (null, null, new FieldProblem(field, Texts.Acting.WhoMissing));
        }

        return occasion is null
            ? (null, null, new FieldProblem(field, Texts.Acting.OccasionMissing))
            : (new PersonId(who), occasion, null);
    }

    /// <returns>What was brought, and the field whose date is none; null where all are.</returns>
    private static (Inputs Inputs, string? NoDay) Read(
        PressedForm form, StageAction action, Workflow workflow, ImmutableArray<string> evidence)
    {
        var wanted = action.Needs.Concat(action.Takes).ToList();
        var days = wanted.OfType<Input.NamedDate>().Select(InputNames.Of)
            .Concat(wanted.OfType<Input.Occurrence>().Select(InputNames.Of)).Append(InputNames.Date).Distinct()
            .Select(field => (Field: field, Text: Text(form, field))).Where(d => d.Text is not null)
            .ToDictionary(d => d.Field, d => WrittenDay.Read(d.Text));
        var date = days.GetValueOrDefault(InputNames.Date);
        var named = wanted.OfType<Input.Naming>().Select(n => n.Party).Distinct()
            .Select(party => (party, Members: Members(form, party, workflow)))
            .Where(p => p.Members != PartyMembers.None)
            .ToImmutableDictionary(p => p.party, p => p.Members);
        var inputs = new Inputs(
            new Said(
                Text(form, InputNames.Opinion), Text(form, InputNames.Reason), Text(form, InputNames.Report), date,
                evidence),
            named)
        {
            Dates = CaseTime.NoDates.AddRange(wanted.OfType<Input.NamedDate>().DistinctBy(n => n.Name)
                .Where(n => days.GetValueOrDefault(InputNames.Of(n)) is not null)
                .Select(n => KeyValuePair.Create(n.Name, days[InputNames.Of(n)] ?? default))),
            Days = ImmutableSortedDictionary<OccurrenceDay, DateOnly>.Empty.AddRange(
                wanted.OfType<Input.Occurrence>().DistinctBy(o => o.Day).Where(o => days.GetValueOrDefault(InputNames.Of(o)) is not null)
                    .Select(o => KeyValuePair.Create(o.Day, days[InputNames.Of(o)] ?? default))),
            Target = action.Chooses && Text(form, InputNames.Target) is { } target ? new StageId(target) : null,
            Way = action.Then == WayBack.AsChosen && Enum.TryParse<WayBack>(Text(form, InputNames.Way), out var way) ? way : null,
            Sibling = wanted.Exists(n => n is Input.Sibling) && Guid.TryParse(Text(form, InputNames.Sibling), out var sibling)
                ? new CaseId(sibling) : null,
        };
        return (inputs, days.Where(d => d.Value is null).Select(d => d.Key).FirstOrDefault());
    }

    private static PartyMembers Members(PressedForm form, Party party, Workflow workflow)
    {
        var ids = form.Fields[Prefix + party].SelectMany(v => (v ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
            .Select(v => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0).Distinct().ToList();
        return ids.Count == 0 ? PartyMembers.None
            : workflow.AsksBodies(party) ? PartyMembers.Of([.. ids.Select(id => new BodyId(id))])
            : PartyMembers.Of([.. ids.Select(id => new PersonId(id))]);
    }

    private static string? Text(PressedForm form, string name) =>
        form.Fields[Prefix + name].ToString().Trim() is { Length: > 0 } text ? text : null;
}
