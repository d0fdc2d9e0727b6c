using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>A case that an action or a rung opened (延期申请, 逾期上报): it stands on the page of what it was opened in.</summary>
/// <param name="Anchor">Element id: an inbox card leads straight here.</param>
/// <param name="About">Who asks for what, why, one line each; what was opened by itself says on which date.</param>
/// <param name="State">Its stage, or how it ended.</param>
/// <param name="WaitsFor">One sentence; null when it has ended.</param>
public sealed record AsideView(
    string Anchor, string Title, string? Of, ImmutableArray<string> About, string State, bool Ended, string? WaitsFor,
    ImmutableArray<SeatTime> Time, ImmutableArray<ActPanel> Panels)
{
    /// <summary>The reader himself has something to decide here.</summary>
    public bool Mine => Panels.Any(p => !p.Recording);
}

/// <summary>Which cases are opened aside, and what a page says of one.</summary>
internal static class Asides
{
    /// <summary>Whether the parent's definition opens such a child by actions or rungs alone, and never splits it off.</summary>
    public static bool Is(WorkflowBook book, WorkflowId parent, WorkflowId child) =>
        !book[parent].Stages.SelectMany(s => s.Splits).SelectMany(s => s.Again is { } again ? new[] { s, again } : [s])
            .Any(s => s.Workflow == child);

    /// <summary>Every pair of definitions of which the one opens the other aside.</summary>
    public static IEnumerable<(WorkflowId Parent, WorkflowId Child)> In(WorkflowBook book) => book.Workflows.Values
        .SelectMany(w => w.Stages.SelectMany(s => s.Opens).Select(o => (Parent: w.Id, Child: o.Workflow))).Distinct()
        .Where(pair => Is(book, pair.Parent, pair.Child));

    /// <summary>
    /// What was said with the press that opened a case which the reader may not see belongs to that case; that he pressed
    /// does not.
    /// </summary>
    /// <param name="hidden">The parent of each, and the instant at which it was opened.</param>
    public static ImmutableArray<Told> Without(ImmutableArray<Told> events, IEnumerable<(CaseId Parent, DateTimeOffset At)> hidden)
    {
        var opened = hidden.ToHashSet();
        return opened.Count == 0 ? events : [.. events.Select(t => opened.Contains((t.Case, t.At)) ? t with { Event = Mute(t.Event) } : t)];
    }

    private static CaseEvent Mute(CaseEvent e) => e switch
    {
        CaseEvent.VoteCast vote => vote with { Said = Said.Nothing },
        CaseEvent.ReportMade report => report with { Said = Said.Nothing },
        CaseEvent.StandingActDone standing => standing with { Said = Said.Nothing },
        _ => e,
    };

    /// <param name="own">The case's own events, the oldest first.</param>
    /// <param name="looked">Null when it has ended.</param>
    /// <param name="of">Whose part it concerns; null when the page says it.</param>
    public static AsideView View(
        CaseId id, Workflow workflow, StageId stage, IReadOnlyList<Told> own, Looked? looked, string? of, Telling telling,
        ImmutableArray<ActPanel> panels)
    {
        var waiting = looked is null ? [] : Waits.Open(looked).Select(s => Names.Waiting(s, looked)).ToList();
        return new AsideView(
            Lineage.Anchor(id), workflow.Title, of, About(own, telling), workflow.TitleOf(stage), looked is null,
            waiting.Count == 0 ? null : Texts.Seeing.WaitsFor(waiting, workflow.TitleOf(stage)),
            looked is null ? [] : TimeLine.Of([looked], own), panels);
    }

    /// <summary>What a card says of a case that was opened aside; empty for any other.</summary>
    public static ImmutableArray<string> About(Looked looked, Lineage line) => !line.Self.Aside ? []
        : Lines(looked.Case.Matters.FirstOrDefault(), null, looked.Case.DueOn, looked.Context.Book, looked.Context.Directory,
            looked.Context.Today);

    private static ImmutableArray<string> About(IReadOnlyList<Told> own, Telling telling)
    {
        var opened = own.FirstOrDefault(t => t.Event is CaseEvent.CaseOpened);
        return opened is null ? [] : Lines(
            own.Select(t => t.Event).OfType<CaseEvent.MatterRaised>().FirstOrDefault()?.Matter, opened.EffectiveOn,
            ((CaseEvent.CaseOpened)opened.Event).DueOn, telling.Book, telling.Directory, opened.EffectiveOn);
    }

    private static ImmutableArray<string> Lines(
        Matter? matter, DateOnly? on, DateOnly? dueOn, WorkflowBook book, UnitDirectory directory, DateOnly today)
    {
        if (matter is null)
        {
            return dueOn is { } due ? [Texts.Time.LateSince(due, on ?? today)] : [];
        }

        return
        [
            Texts.Time.AskedBy(Names.WithPost(matter.RaisedBy, book, directory, today), matter.DueOn),
            .. matter.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        ];
    }
}
