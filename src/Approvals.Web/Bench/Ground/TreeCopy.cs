using System.Collections.Immutable;
using System.Text;
using Approvals.Engine;

namespace Approvals.Web.Bench.Ground;

/// <summary>
/// One copy of a tree of cases: each has an id of its own, which follows from the original's and the copy's number, and its month.
/// </summary>
internal sealed class TreeCopy
{
    private readonly ImmutableArray<CaseId> _originals;
    private readonly CopiedId[] _ids;

    /// <param name="number">From 0.</param>
    public TreeCopy(int number, ImmutableArray<CaseId> originals)
    {
        _originals = originals;
        _ids = new CopiedId[originals.Length];
        for (var place = 0; place < _ids.Length; place++)
        {
            _ids[place] = new CopiedId(Id(originals[place], number));
        }
    }

    /// <param name="place">Among the originals.</param>
    public CopiedId this[int place] => _ids[place];

    public CaseId? OriginalOf(CaseId copy) => Array.FindIndex(_ids, i => i.Id == copy) is >= 0 and var place ? _originals[place] : null;

    /// <summary>The id alone, for who knows the original.</summary>
    public static CaseId Id(CaseId original, int number) => CaseId.Derive(original.Month, original, $"{number}");
}

/// <summary>An id as the rows of its case have it, many times.</summary>
internal sealed class CopiedId(CaseId id)
{
    public CaseId Id => id;

    /// <summary>As PostgreSQL writes it.</summary>
    public string Dashed { get; } = id.Value.ToString();

    /// <summary>As JSON has it.</summary>
    public string Plain { get; } = id.ToString();

    /// <summary>The same as bytes, and these in hexadecimal digits.</summary>
    public byte[] Bytes => field ??= Encoding.UTF8.GetBytes(Plain);

    public string Digits => field ??= Convert.ToHexStringLower(Bytes);
}
