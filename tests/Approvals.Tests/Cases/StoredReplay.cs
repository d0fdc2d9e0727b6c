using System.Text.Json;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Simulation;

namespace Approvals.Tests.Cases;

/// <summary>Follows a world: every event that it writes goes through JSON and back, as in a store, and is replayed.</summary>
internal sealed class StoredReplay(World world)
{
    private readonly Dictionary<CaseId, Case> _replayed = [];
    private int _seen;

    /// <summary>Once the case has moved, its replay is the live case.</summary>
    public void IsLive(CaseId id)
    {
        for (; _seen < world.History.Count; _seen++)
        {
            var row = world.History[_seen];
            // What was just written reads.
            var stored = JsonSerializer.Deserialize<CaseEvent>(JsonSerializer.Serialize(row.Event))!;
            _replayed[row.Case] = Evolution.Evolve(row.Case, _replayed.GetValueOrDefault(row.Case), stored);
        }

        CaseText.ShouldBeTheSame(_replayed[id], world[id], "the replay is not the live case");
    }
}
