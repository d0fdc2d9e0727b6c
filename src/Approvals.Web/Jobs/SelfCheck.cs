using Approvals.Web.Features;
using Approvals.Web.Features.Alarms;
using Approvals.Web.Store.Verify;

namespace Approvals.Web.Jobs;

/// <summary>夜间自检: every rule of the store that does not hold is an alarm, until it holds again.</summary>
internal sealed class SelfCheck(StoreCheck check, Alarms alarms)
{
    public async Task<string?> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        var broken = (await check.RunAsync(turn.Unit.Id, cancellation)).ToDictionary(b => b.Rule.Name);
        foreach (var rule in StoreRules.All)
        {
            var key = $"store:{rule.Name}";
            await (broken.TryGetValue(rule.Name, out var found)
                ? alarms.SetAsync(turn.Connection, turn.Unit.Id, key, Texts.Alarms.Broken(found.Sentence), cancellation)
                : alarms.ClearAsync(turn.Connection, turn.Unit.Id, key, cancellation));
        }

        return $"{broken.Count}";
    }
}
