using System.Diagnostics;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Campaigns;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Files;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Products;
using Dapper;

namespace Approvals.Web.Features.Products;

/// <summary>
/// Makes what was ordered: reads, writes the file, keeps it and tells its case, in one transaction of its own that holds no
/// case's lock. Killed at whatever point, nothing of it is there, and it is made again.
/// </summary>
internal sealed class ProductMaker(
    Database database, DirectoryStore directories, Zones zones, FileStore files, Bulletin bulletin, ArchivePackage package,
    ClosingReport reports)
{
    private const string Clock = "SELECT office_now()";

    /// <returns>False: the lease was over, and somebody else makes it.</returns>
    public async Task<bool> MakeAsync(UnitId unit, ClaimedProduct order, CancellationToken cancellation)
    {
        var row = (await database.UnitsAsync(cancellation)).Single(u => u.Id == unit);
        var kept = await database.InUnitAsync(
            unit,
            async (connection, _) =>
            {
                var now = await connection.QuerySingleAsync<DateTimeOffset>(new CommandDefinition(Clock, cancellationToken: cancellation));
                var making = new Making(
                    connection, row, order, await directories.LoadAsync(unit, connection, cancellation),
                    await zones.DayAsync(unit, now, cancellation));
                var made = await MakeAsync(making, cancellation);
                var file = await files.KeepAsync(connection, unit, made.Name, made.Content, order.By, cancellation);
                return await ProductOrders.FinishAsync(connection, unit, order, file.Sha256, cancellation) ? true
                    : throw new LeaseIsOverException(); // what was written meanwhile is another's to write
            },
            cancellation);
        if (order.What == Product.Package)
        {
            await reports.NoteAsync(order.Case, row, cancellation);
        }

        return kept;
    }

    private Task<MadeFile> MakeAsync(Making making, CancellationToken cancellation) => making.Order.What switch
    {
        Product.Document => IssuedDocument.MakeAsync(making, cancellation),
        Product.Bulletin => bulletin.MakeAsync(making, cancellation),
        Product.Package => package.MakeAsync(making, cancellation),
        _ => throw new UnreachableException(),
    };
}

/// <summary>Another producer has claimed the order since.</summary>
public sealed class LeaseIsOverException() : Exception("The lease of the order was over.");
