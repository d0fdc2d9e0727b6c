using Approvals.Engine;
using Approvals.Web.Features.Products;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Products;

namespace Approvals.Web.Jobs;

/// <summary>
/// Makes the files that cases have ordered. A loop on every node; each order is made by the one that holds its lease, outside
/// the transaction of the press that ordered it, and what a killed node held is taken again when the lease is over.
/// </summary>
internal sealed class Producer(Database database, ProductMaker maker, WakeSignal signal, ILogger<Producer> log) : BackgroundService
{
    private readonly WorkLoop _loop = new("producer", signal, log);

    private readonly ProductOrders _orders = new(database);

    /// <summary>Makes the oldest order that is due in the unit; false where there is none.</summary>
    public async Task<bool> ProduceAsync(UnitId unit, CancellationToken cancellation)
    {
        if (await _orders.ClaimAsync(unit, cancellation) is not { } order)
        {
            return false;
        }

        try
        {
            await maker.MakeAsync(unit, order, cancellation);
            // Its case takes the hash into its chain.
            signal.Hint(true);
        }
        catch (LeaseIsOverException)
        {
            Log.OrderLeaseWasOver(log, unit, order.ProductId);
        }
        catch (Exception failure) when (StoreFailures.IsLasting(failure))
        {
            await GiveBackAsync(unit, order, failure, cancellation);
        }

        return true;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        _loop.RunAsync(database.UnitIdsAsync, _orders.ReleaseAllAsync, ProduceAsync, stoppingToken);

    private async Task GiveBackAsync(UnitId unit, ClaimedProduct order, Exception failure, CancellationToken cancellation)
    {
        if (await _orders.GiveBackAsync(unit, order, failure.Message, cancellation))
        {
            Log.ProductParked(log, unit, order.ProductId, failure);
        }
        else
        {
            Log.ProductFailed(log, unit, order.ProductId, failure);
        }
    }
}
