namespace Approvals.Engine.Definitions.Proof;

/// <summary>An edition as the proof sees it: what is followed of each definition, worked out once.</summary>
internal sealed class Scope
{
    private readonly Dictionary<WorkflowId, Tracked> _tracked = [];
    private readonly HashSet<WorkflowId> _frozen;
    private readonly Dictionary<WorkflowId, Dictionary<StageId, int>> _places = [];

    public Scope(WorkflowBook book)
    {
        Book = book;
        Gifts = new Gifts(book);
        Separations = new Separations(book);
        foreach (var workflow in book.Workflows.Values)
        {
            _tracked[workflow.Id] = Tracked.In(book, workflow, Separations);
            _places[workflow.Id] = workflow.Stages.Select(s => s.Id).Concat(workflow.Ends.Select(e => e.Id))
                .Select((id, place) => (id, place)).ToDictionary(p => p.id, p => p.place);
        }

        _frozen = [.. book.Workflows.Values.Where(w => w.AllActions.SelectMany(a => a.Effects).Any(e => e is Effect.Freeze)
            || w.Stages.SelectMany(s => s.Wait?.Effects ?? []).Any(e => e is Effect.Freeze)).SelectMany(w => w.Below(book))];
        Opened = [.. book.Workflows.Values.SelectMany(w => w.Opens.Select(o => o.Workflow).Where(o => o != w.Id))];
    }

    public WorkflowBook Book { get; }

    public Gifts Gifts { get; }

    public Separations Separations { get; }

    /// <summary>Definitions of which another one opens children.</summary>
    public HashSet<WorkflowId> Opened { get; }

    /// <summary>Whether cases of some other definition have the action done by itself.</summary>
    public bool IsHanded(Workflow workflow, StandingAction standing) => standing.Handed && Book.Workflows.Values.Any(w =>
        w.AllActions.SelectMany(a => a.Effects).Concat(w.Stages.SelectMany(s => s.Wait?.Effects ?? [])).OfType<Effect.Hand>()
            .Any(hand => hand.Action == standing.Action.Id
                && (hand.ToChildren is { } child ? child == workflow.Id && w.MayOpen(child) : workflow.MayOpen(w.Id))));

    /// <summary>Whether the text of its cases may be final: by an action of its own, or of one above that opened it so.</summary>
    public bool MayBeFrozen(WorkflowId workflow) => _frozen.Contains(workflow);

    public Tracked TrackedIn(Workflow workflow) => _tracked[workflow.Id];

    public int PlaceOf(Workflow workflow, StageId id) => _places[workflow.Id][id];

    public int? EndOf(Workflow workflow, StageId id) =>
        _places[workflow.Id][id] is var place && place >= workflow.Stages.Length ? place : null;

    public static string TitleAt(Workflow workflow, int place) =>
        place < workflow.Stages.Length ? workflow.Stages[place].Title : workflow.Ends[place - workflow.Stages.Length].Title;

    public static bool HasEnded(Workflow workflow, int place) => place >= workflow.Stages.Length;
}
