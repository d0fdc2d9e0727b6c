using System.Security.Cryptography;
using System.Text;

namespace Approvals.Engine;

/// <summary>A tenant (单位): one hospital. First part of every key in the store.</summary>
public readonly record struct UnitId(int Value);

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
public readonly record struct SeatNo(int Value);

public readonly record struct CaseId(Guid Value)
{
    /// <summary>A child's id follows from its parent and a key, so that every replay and simulation gives the same one.</summary>
    public static CaseId Derive(CaseId parent, string key) => Derive($"{parent.Value:N}/{key}");

    /// <summary>The first 16 bytes of the SHA-256 of the seed.</summary>
    public static CaseId Derive(string seed) =>
        new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 16), bigEndian: true));

    public override string ToString() => Value.ToString("N");
}
