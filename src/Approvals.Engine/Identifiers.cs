using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Approvals.Engine;

/// <summary>A tenant (单位): one hospital. First part of every key in the store.</summary>
public readonly record struct UnitId(int Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

public readonly record struct PersonId(int Value);

public readonly record struct BodyId(int Value);

/// <summary>An id of <c>workflows/roles.yaml</c>: what a post makes of its holder.</summary>
public readonly record struct RoleId(string Value)
{
    public override string ToString() => Value;
}

public readonly record struct WorkflowId(string Value)
{
    public override string ToString() => Value;
}

public readonly record struct StageId(string Value)
{
    public override string ToString() => Value;
}

public readonly record struct ActionId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>The place of a seat in its round, from 0.</summary>
public readonly record struct SeatNo(int Value)
{
    /// <summary>No seat of a round: from it is done what may be done at any stage.</summary>
    public static SeatNo Standing { get; } = new(-1);
}

/// <summary>
/// A case's id. Its first two bytes say the month in which it was opened, so that an id alone leads to the partition;
/// the others follow from a seed, so that every replay and simulation gives the same one.
/// </summary>
public readonly record struct CaseId(Guid Value)
{
    /// <summary>The first day of the month in which the case was opened.</summary>
    public DateOnly Month
    {
        get
        {
            var months = BinaryPrimitives.ReadUInt16BigEndian(Value.ToByteArray(bigEndian: true));
            return new DateOnly(Math.Max(1, months / 12), (months % 12) + 1, 1);
        }
    }

    /// <summary>A child's id follows from its parent and a key that the parent uses once.</summary>
    public static CaseId Derive(DateOnly openedOn, CaseId parent, string key) => Derive(openedOn, $"{parent}/{key}");

    public static CaseId Derive(DateOnly openedOn, string seed)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)((openedOn.Year * 12) + openedOn.Month - 1));
        return new CaseId(new Guid(bytes, bigEndian: true));
    }

    public override string ToString() => Value.ToString("N");
}
