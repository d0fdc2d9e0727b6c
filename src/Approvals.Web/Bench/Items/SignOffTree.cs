using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Bench.Ground;

namespace Approvals.Web.Bench.Items;

/// <summary>What is signed: a notice that came as far as its items' first signature.</summary>
internal static class SignOffTree
{
    /// <summary>One notice, divided and carried out by its departments; its items wait for the first signature.</summary>
    public static async Task<(TreeImage Image, ImmutableArray<CaseId> Items, CaseCommand.Act Act)> PrepareAsync(
        BenchServer server, BenchOffice office, int rows, CancellationToken cancellation)
    {
        var notice = await office.RegisterAsync("signoff", InventedNotice.Alike(rows), cancellation);
        await office.PressAsync(notice, cancellation);
        var campaign = (await office.ChildrenAsync(notice, cancellation)).Single();
        var items = await office.ChildrenAsync(campaign, cancellation);
        foreach (var item in items)
        {
            for (var left = await office.ChildrenAsync(item, cancellation); !left.IsEmpty; left = await office.ChildrenAsync(item, cancellation))
            {
                foreach (var part in left)
                {
                    await office.PressAsync(part, cancellation);
                }
            }
        }

        var act = await office.OnwardAsync(items[0], cancellation)
            ?? throw new InvalidOperationException("nobody can sign what is to be measured");
        return (await TreeImage.ReadAsync(server, office.Unit.Id, notice, cancellation), items, act);
    }
}
