using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Messages;

namespace Approvals.Web.Features.Messages;

/// <summary>A case that the reader may see, in the words of its own edition.</summary>
internal sealed record Subject(string Title, WorkflowBook Book, Workflow Workflow)
{
    /// <summary>It has a 知悉范围: whatever is told of it, a message says only that there is something.</summary>
    public bool Restricted { get; init; }
}

/// <summary>Messages as sentences for one reader; about a case that he may not see any more there is only one.</summary>
internal sealed class MessageWords(
    CurrentUser reader, IReadOnlyDictionary<CaseId, Subject> subjects,
    IReadOnlyDictionary<(CaseId Case, int Round, SeatNo Seat), SeatRow> seats,
    IReadOnlyDictionary<(CaseId Case, int Seq), EventRow> events)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(reader.Unit.Zone);

    /// <summary>Null where a message is about no seat.</summary>
    public static RungNote? RungOf(MessageNote note) => note switch
    {
        MessageNote.Reminder reminder => reminder.Of,
        MessageNote.Escalation escalation => escalation.Of,
        _ => null,
    };

    public MessageLine Line(ArrivedRow row)
    {
        var note = row.Note;
        if (note.Subject is { } hinted && subjects.TryGetValue(hinted, out var restricted) && restricted.Restricted)
        {
            return new MessageLine(
                Texts.Scopes.Title, null, Texts.Messages.Restricted, TimeZoneInfo.ConvertTime(row.CreatedAt, _zone), !row.Read);
        }

        var (about, sentence) = note.Subject is not { } id ? WithoutCase(note)
            : subjects.TryGetValue(id, out var subject) && About(note, subject) is { } told
                ? (new Link(subject.Title, $"/cases/{id.Value}"), told)
            : (null, Texts.Messages.NotHis);
        return new MessageLine(
            Texts.Messages.Kind(note), about, sentence, TimeZoneInfo.ConvertTime(row.CreatedAt, _zone), !row.Read);
    }

    private (Link? About, string Sentence) WithoutCase(MessageNote note) => note switch
    {
        MessageNote.Digest digest => (new Link(Texts.Inbox.Title, "/"), Texts.Messages.Digest(digest, reader.Today)),
        MessageNote.AccountKept kept => (new Link(Texts.MyAccount.Title, Account.IndexModel.Path), Texts.Messages.AccountKept(kept)),
        _ => throw new UnreachableException(),
    };

    /// <summary>Null where the case no longer has what the message points at: then there is nothing to tell.</summary>
    private string? About(MessageNote note, Subject subject) => note switch
    {
        { Event: { } told } => events.TryGetValue(told, out var row) ? Told(row, subject) : null,
        MessageNote.Reminder reminder when SeatOf(reminder.Of) is { } seat =>
            Texts.Messages.Reminder(StageOf(seat.Stage, subject), reminder.Of, reader.Today) + Over(seat),
        MessageNote.Escalation escalation when SeatOf(escalation.Of) is { } seat =>
            Texts.Messages.Escalation(NameOf(seat, subject), StageOf(seat.Stage, subject), escalation.Of, reader.Today) + Over(seat),
        MessageNote.Reminder or MessageNote.Escalation or MessageNote.Digest or MessageNote.AccountKept => null,
        _ => throw new UnreachableException(),
    };

    private string? Told(EventRow row, Subject subject) => CaseJson.Event(row.Payload) switch
    {
        CaseEvent.VoteCast vote => InHisName(vote.Action, vote.Decider, row, subject),
        CaseEvent.ReportMade report => InHisName(report.Action, report.Decider, row, subject),
        CaseEvent.StandingActDone standing => InHisName(standing.Action, standing.Decider, row, subject),
        CaseEvent.SeatTransferred handed =>
            Texts.Hands.HandedOver(Names.Of(handed.By, reader.Directory.Directory), StageOf(row.Stage, subject), handed.Reason),
        CaseEvent.Nudged nudged => Texts.Hands.Nudged(Names.Of(nudged.By, reader.Directory.Directory), StageOf(row.Stage, subject)),
        CaseEvent.CopySent copy => Texts.Hands.Copied(
            copy.By is { } by ? Names.Of(by, reader.Directory.Directory) : null, StageOf(row.Stage, subject)),
        _ => null,
    };

    /// <summary>What somebody wrote down for him (代录), or did in his place (委托).</summary>
    private string? InHisName(ActionId id, Decider decider, EventRow row, Subject subject)
    {
        var action = subject.Workflow.Stage(new StageId(row.Stage))?.Action(id)?.Title
            ?? subject.Workflow.StandingAction(id)?.Action.Title ?? id.Value;
        return decider.InPlaceOf == reader.Person.Id
                ? Texts.Hands.StoodIn(Names.Of(decider.Person, reader.Directory.Directory), action)
            : decider.RecordedBy is { } by
                ? Texts.Acting.RecordedInYourName(Names.Of(by, reader.Directory.Directory), decider.Occasion ?? "", action)
            : null;
    }

    private SeatRow? SeatOf(RungNote rung) => seats.GetValueOrDefault((rung.Case, rung.Round, rung.Seat));

    private static string StageOf(string stage, Subject subject) => subject.Workflow.TitleOf(new StageId(stage));

    private string NameOf(SeatRow row, Subject subject) => Names.Seat(
        new Seat(
            new SeatNo(row.SeatNo), CaseJson.Read<ImmutableArray<Sitter>>(row.Sitters),
            row.BodyId is { } body ? new BodyId(body) : null, null),
        subject.Book, reader.Directory.Directory);

    private static string Over(SeatRow seat) => seat.Open ? "" : Texts.Messages.Over;
}
