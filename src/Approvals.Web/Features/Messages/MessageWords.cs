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
internal sealed record Subject(string Title, WorkflowBook Book, Workflow Workflow);

/// <summary>Messages as sentences for one reader; about a case that he may not see there is only one.</summary>
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
        var (about, sentence) = note.Subject is not { } id ? (new Link(Texts.Inbox.Title, "/"), WithoutCase(note))
            : subjects.TryGetValue(id, out var subject) && About(note, subject) is { } told
                ? (new Link(subject.Title, $"/cases/{id.Value}"), told)
            : (null, Texts.Messages.Restricted);
        return new MessageLine(
            Texts.Messages.Kind(note), about, sentence, TimeZoneInfo.ConvertTime(row.CreatedAt, _zone), !row.Read);
    }

    private string WithoutCase(MessageNote note) => note switch
    {
        MessageNote.Digest digest => Texts.Messages.Digest(digest, reader.Today),
        _ => throw new UnreachableException(),
    };

    /// <summary>Null where the case no longer has what the message points at: then there is nothing to tell.</summary>
    private string? About(MessageNote note, Subject subject) => note switch
    {
        MessageNote.Recorded recorded => Recorded(recorded, subject),
        MessageNote.Reminder reminder when SeatOf(reminder.Of) is { } seat =>
            Texts.Messages.Reminder(StageOf(seat.Stage, subject), reminder.Of, reader.Today) + Over(seat),
        MessageNote.Escalation escalation when SeatOf(escalation.Of) is { } seat =>
            Texts.Messages.Escalation(NameOf(seat, subject), StageOf(seat.Stage, subject), escalation.Of, reader.Today) + Over(seat),
        MessageNote.Reminder or MessageNote.Escalation or MessageNote.Digest => null,
        _ => throw new UnreachableException(),
    };

    private string? Recorded(MessageNote.Recorded recorded, Subject subject)
    {
        if (!events.TryGetValue((recorded.Case, recorded.Seq), out var row))
        {
            return null;
        }

        var (action, decider) = CaseJson.Event(row.Payload) switch
        {
            CaseEvent.VoteCast vote => (vote.Action, vote.Decider),
            CaseEvent.ReportMade report => (report.Action, report.Decider),
            _ => default,
        };
        return decider is not { RecordedBy: { } by } ? null
            : Texts.Acting.RecordedInYourName(
                Names.Of(by, reader.Directory.Directory), decider.Occasion ?? "",
                subject.Workflow.Stage(new StageId(row.Stage))?.Action(action)?.Title ?? action.Value);
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
