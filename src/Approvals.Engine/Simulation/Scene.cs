using System.Collections.Immutable;
using Approvals.Engine.Cases;

namespace Approvals.Engine.Simulation;

/// <summary>How somebody works.</summary>
public enum Behaviour
{
    /// <summary>Acts well before his time is over.</summary>
    Diligent,

    /// <summary>Acts when he has been reminded, and it has gone to others; now and then asks for time before.</summary>
    Late,

    /// <summary>Is away for a stretch. Whoever else may take the seat acts; nobody, if there is none.</summary>
    Absent,

    /// <summary>Acts in time, and now and then sends back once before he agrees.</summary>
    Returning,
}

/// <summary>What is played besides the world: its people, until when, and what they write into forms.</summary>
/// <param name="Until">The last day that is played.</param>
/// <param name="Finish">The last of the named dates (日程); those before it follow from it.</param>
/// <param name="Reason">What stands in every form that asks for a reason.</param>
/// <param name="Report">The same for a report.</param>
public sealed record Scene(long Seed, DateOnly Until, DateOnly Finish, string Reason, string Report)
{
    /// <summary>People who behave so whatever is drawn.</summary>
    public ImmutableDictionary<PersonId, Behaviour> Known { get; init; } = ImmutableDictionary<PersonId, Behaviour>.Empty;
}

/// <summary>The case with which it begins.</summary>
/// <param name="At">Null: the first stage.</param>
public sealed record Opening(CaseId Id, WorkflowId Workflow, StageId? At, ChildSeed Seed, PersonId By);
