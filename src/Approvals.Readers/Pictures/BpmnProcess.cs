using System.Collections.Immutable;
using System.Xml.Linq;
using Approvals.Engine.Definitions;

namespace Approvals.Readers.Pictures;

/// <summary>The process part: flow nodes, flows, and notes. It knows no coordinates.</summary>
internal sealed class BpmnProcess
{
    private const int LongestName = 20;

    private readonly FlowWords _words;
    private readonly BpmnNotes _notes;
    private readonly HashSet<int> _choices;

    public BpmnProcess(WorkflowBook book, Workflow workflow)
    {
        (Workflow, Graph) = (workflow, FlowGraph.Of(book, workflow));
        (_words, _notes) = (new FlowWords(book, workflow), new BpmnNotes(new FlowWords(book, workflow), workflow));
        _choices =
        [
            .. Graph.Arrows.Where(a => a.Cause == Cause.Action).CountBy(a => a.From).Where(c => c.Value > 1).Select(c => c.Key),
        ];
        Notes = [.. workflow.Stages.Index().Select(s => (Stage: s.Index, Lines: _notes.Of(s.Item))).Where(n => !n.Lines.IsEmpty)];
    }

    public Workflow Workflow { get; }

    public FlowGraph Graph { get; }

    /// <summary>What BPMN has no word for, a stage at a time.</summary>
    public ImmutableArray<(int Stage, ImmutableArray<string> Lines)> Notes { get; }

    public IEnumerable<XElement> Elements =>
    [
        .. Graph.Starts.Select(Start),
        .. Workflow.Stages.Index().Select(s => Stage(s.Index, s.Item)),
        .. Graph.Arrows.Where(IsBoundary).Select(Boundary),
        .. Workflow.Stages.Index().Where(s => IsTimed(s.Index)).SelectMany(s => Reminding(s.Index, s.Item)),
        .. Graph.Ends.Select(node => End(Workflow.Ends[node - Graph.Stages])),
        .. Graph.Starts.Select(s => Flow(StartFlow(s), StartId(s), NodeId(s.At))),
        .. Graph.Arrows.Select(Flow),
        .. Workflow.Stages.Index().Where(s => IsTimed(s.Index))
            .Select(s => Flow(RemindFlow(s.Index), TimerId(s.Index), ReminderId(s.Index))),
        .. Notes.SelectMany(Note),
    ];

    /// <summary>A stage that nobody acts in, and that opens nothing, is an event that is waited for.</summary>
    public bool IsEvent(int stage) => Workflow.Stages[stage] is { Wait: not null, Splits.IsEmpty: true, Signers: null };

    public bool IsCall(int stage) => !Workflow.Stages[stage].Splits.IsEmpty;

    /// <summary>A time that reminds, and does not end the stage by itself.</summary>
    public bool IsTimed(int stage) => Workflow.Stages[stage] is { Deadline: not null } s && !s.Ladder.OfType<Rung.Move>().Any();

    /// <summary>Leaves by an event at the edge, not by the work that was done.</summary>
    public bool IsBoundary(FlowArrow arrow) => !IsEvent(arrow.From) && arrow.Cause switch
    {
        Cause.Action => IsCall(arrow.From),
        Cause.Wait => !EndsWithChildren(arrow.From),
        _ => true,
    };

    public string NodeId(int node) => Graph.IsEnd(node)
        ? BpmnXml.Name("end", Workflow.Ends[node - Graph.Stages].Id.Value)
        : BpmnXml.Name("stage", Workflow.Stages[node].Id.Value);

    public string StartId(FlowStart start) => BpmnXml.Name("start", Workflow.Stages[start.At].Id.Value);

    public string StartFlow(FlowStart start) => BpmnXml.Name("begin", Workflow.Stages[start.At].Id.Value);

    public string FlowId(FlowArrow arrow) => Between("flow", arrow);

    public string BoundaryId(FlowArrow arrow) => Between("event", arrow);

    public string TimerId(int stage) => BpmnXml.Name("due", Workflow.Stages[stage].Id.Value);

    public string ReminderId(int stage) => BpmnXml.Name("remind", Workflow.Stages[stage].Id.Value);

    public string RemindFlow(int stage) => BpmnXml.Name("reminding", Workflow.Stages[stage].Id.Value);

    public string NoteId(int stage) => BpmnXml.Name("note", Workflow.Stages[stage].Id.Value);

    public string NoteLink(int stage) => BpmnXml.Name("noting", Workflow.Stages[stage].Id.Value);

    /// <summary>Of the event at the edge: a long condition stands in full where the event asks for it.</summary>
    public static string NameOf(FlowArrow arrow) =>
        arrow.Label.Length <= LongestName ? arrow.Label : $"{arrow.Label[..LongestName]}…";

    public string TermOf(int stage) => Workflow.Stages[stage].Deadline is { } term ? _words.Time(term) : "";

    private string Between(string kind, FlowArrow arrow) =>
        BpmnXml.Name($"{kind}_{arrow.Cause}", $"{NodeId(arrow.From)}.{NodeId(arrow.To)}");

    /// <summary>What a call waits for is what a call activity waits for anyway.</summary>
    private bool EndsWithChildren(int stage) => Workflow.Stages[stage] is { Wait.Until: Expression.EveryEnded every } s
        && s.Splits.Length == 1 && s.Splits[0].Workflow == every.Workflow;

    private XElement Start(FlowStart start) => Make("startEvent", StartId(start), start.Label);

    private static XElement End(Ending ending) => Make("endEvent", BpmnXml.Name("end", ending.Id.Value), ending.Title);

    private XElement Stage(int place, Stage stage)
    {
        if (IsEvent(place))
        {
            return Make("intermediateCatchEvent", NodeId(place), stage.Title, Conditional(stage.Wait!.Until)); // IsEvent asked
        }

        var told = _words.Who(stage) is { } who ? new XElement(BpmnXml.Bpmn + "documentation", FlowWords.Signs(who)) : null;
        if (stage.Splits is [var split, ..])
        {
            return Make(
                "callActivity", NodeId(place), stage.Title, new XAttribute("calledElement", BpmnXml.ProcessId(split.Workflow)), told,
                split.Each is Each.Once ? null : Many());
        }

        return Make("userTask", NodeId(place), stage.Title, told, stage.Mode is Mode.Any ? null : Many(stage.Mode is Mode.Sequential));
    }

    /// <summary>One of several, at the same time or one after the other.</summary>
    private static XElement Many(bool sequential = false) =>
        new(BpmnXml.Bpmn + "multiInstanceLoopCharacteristics", new XAttribute("isSequential", sequential));

    private XElement Boundary(FlowArrow arrow)
    {
        XElement what = arrow.Cause switch
        {
            Cause.Action => new XElement(BpmnXml.Bpmn + "messageEventDefinition"),
            Cause.Wait => Conditional(Workflow.Stages[arrow.From].Wait!.Until), // its cause
            Cause.Deadline => Timer(Workflow.Stages[arrow.From]),
            Cause.Unavailable => new XElement(BpmnXml.Bpmn + "errorEventDefinition"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return Make(
            "boundaryEvent", BoundaryId(arrow), NameOf(arrow), new XAttribute("attachedToRef", NodeId(arrow.From)), what);
    }

    /// <summary>Whoever is late is told; the stage goes on.</summary>
    private IEnumerable<XElement> Reminding(int place, Stage stage) =>
    [
        Make(
            "boundaryEvent", TimerId(place), TermOf(place),
            new XAttribute("attachedToRef", NodeId(place)), new XAttribute("cancelActivity", false), Timer(stage)),
        Make("endEvent", ReminderId(place), FlowWords.Told(stage), new XElement(BpmnXml.Bpmn + "messageEventDefinition")),
    ];

    private XElement Flow(FlowArrow arrow)
    {
        var edge = IsBoundary(arrow);
        var flow = Flow(FlowId(arrow), edge ? BoundaryId(arrow) : NodeId(arrow.From), NodeId(arrow.To));
        if (!edge && arrow.Cause == Cause.Action)
        {
            flow.Add(new XAttribute("name", arrow.Label));
            if (_choices.Contains(arrow.From))
            {
                flow.Add(new XElement(
                    BpmnXml.Bpmn + "conditionExpression", new XAttribute(BpmnXml.Xsi + "type", "bpmn:tFormalExpression"),
                    $"action in ({string.Join(", ", arrow.Actions.Select(a => $"\"{a}\""))})"));
            }
        }

        return flow;
    }

    private static XElement Flow(string id, string from, string to) => new(
        BpmnXml.Bpmn + "sequenceFlow", new XAttribute("id", id), new XAttribute("sourceRef", from), new XAttribute("targetRef", to));

    private IEnumerable<XElement> Note((int Stage, ImmutableArray<string> Lines) note) =>
    [
        new XElement(
            BpmnXml.Bpmn + "textAnnotation", new XAttribute("id", NoteId(note.Stage)),
            new XElement(BpmnXml.Bpmn + "text", string.Join('\n', note.Lines))),
        new XElement(
            BpmnXml.Bpmn + "association", new XAttribute("id", NoteLink(note.Stage)), new XAttribute("sourceRef", NodeId(note.Stage)),
            new XAttribute("targetRef", NoteId(note.Stage))),
    ];

    private XElement Conditional(Expression until) => new(
        BpmnXml.Bpmn + "conditionalEventDefinition",
        new XElement(
            BpmnXml.Bpmn + "condition", new XAttribute(BpmnXml.Xsi + "type", "bpmn:tFormalExpression"), _words.Condition(until)));

    private XElement Timer(Stage stage) => new(
        BpmnXml.Bpmn + "timerEventDefinition",
        new XElement(
            BpmnXml.Bpmn + (stage.Deadline is { IsPeriodic: true } ? "timeCycle" : "timeDuration"),
            new XAttribute(BpmnXml.Xsi + "type", "bpmn:tFormalExpression"),
            stage.Deadline is { } term ? _words.Time(term) : ""));

    private static XElement Make(string kind, string id, string name, params object?[] content) =>
        new(BpmnXml.Bpmn + kind, new XAttribute("id", id), new XAttribute("name", name), content);
}
