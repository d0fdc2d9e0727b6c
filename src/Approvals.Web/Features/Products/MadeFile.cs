using Approvals.Engine;
using Approvals.Engine.Directories;
using Approvals.Web.Features.Campaigns;
using Approvals.Web.Features.Directories;
using Approvals.Web.Store;
using Approvals.Web.Store.Products;
using Npgsql;

namespace Approvals.Web.Features.Products;

/// <summary>A file that was made, not kept yet.</summary>
internal sealed record MadeFile(string Name, byte[] Content);

/// <summary>An order under way, with what every maker looks at, in the transaction that keeps the file.</summary>
/// <param name="Today">The office's day on which it is made.</param>
internal sealed record Making(
    NpgsqlConnection Connection, UnitRow Unit, ClaimedProduct Order, DirectorySnapshot Names, DateOnly Today)
{
    public UnitDirectory Directory => Names.Directory;

    public Writer Writer => new(Unit, Directory, Today, Order.By);

    public object Key(CaseId id) => new { unit = Unit.Id.Value, month = id.Month, @case = id.Value };
}

/// <summary>What was ordered cannot be made, and trying again will not help before somebody has mended it.</summary>
public sealed class CannotBeMadeException(string sentence) : Exception(sentence);
