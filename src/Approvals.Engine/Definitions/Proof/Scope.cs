namespace Approvals.Engine.Definitions.Proof;

/// <summary>An edition as the proof sees it: what is followed of each definition, worked out once.</summary>
internal sealed class Scope
{
    private readonly Dictionary<WorkflowId, Tracked> _tracked = [];
    private readonly Dictionary<WorkflowId, Dictionary<StageId, int>> _places = [];

    public Scope(WorkflowBook book)
    {
        Book = book;
        Gifts = new Gifts(book);
        Separations = new Separations(book);
        foreach (var workflow in book.Workflows.Values)
        {
            _tracked[workflow.Id] = Tracked.In(workflow, Separations);
            _places[workflow.Id] = workflow.Stages.Select(s => s.Id).Concat(workflow.Ends.Select(e => e.Id))
                .Select((id, place) => (id, place)).ToDictionary(p => p.id, p => p.place);
        }

        Opened = [.. book.Workflows.Values.SelectMany(w => w.Stages.SelectMany(s => s.Opens).Select(o => o.Workflow).Where(o => o != w.Id))];
    }

    public WorkflowBook Book { get; }

    public Gifts Gifts { get; }

    public Separations Separations { get; }

    /// <summary>Definitions of which another one opens children.</summary>
    public HashSet<WorkflowId> Opened { get; }

    public Tracked TrackedIn(Workflow workflow) => _tracked[workflow.Id];

    public int PlaceOf(Workflow workflow, StageId id) => _places[workflow.Id][id];

    public int? EndOf(Workflow workflow, StageId id) =>
        _places[workflow.Id][id] is var place && place >= workflow.Stages.Length ? place : null;

    /// <summary>Where cases begin that nobody above opens.</summary>
    public IEnumerable<StageId> Doors(Workflow workflow) =>
        workflow.Starts.IsEmpty && !Opened.Contains(workflow.Id) ? [workflow.Stages[0].Id] : workflow.Starts.Select(s => s.At).Distinct();

    public static string TitleAt(Workflow workflow, int place) =>
        place < workflow.Stages.Length ? workflow.Stages[place].Title : workflow.Ends[place - workflow.Stages.Length].Title;

    public static bool HasEnded(Workflow workflow, int place) => place >= workflow.Stages.Length;
}
