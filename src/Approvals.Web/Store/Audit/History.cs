using System.Text.Json;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Store.Audit;

/// <summary>One stored event, as it stands.</summary>
internal sealed record StoredEvent(
    int Seq, string Kind, int? Actor, DateTimeOffset RecordedAt, DateOnly EffectiveOn, byte[] Payload, byte[] Hash);

/// <summary>One case's chain while it is read: each event is checked against the one before, then applied.</summary>
internal sealed class History(UnitId unit, CaseId id)
{
    private byte[] _head = Chain.Start;

    public Case? Case { get; private set; }

    public int Seq { get; private set; }

    /// <summary>Hash of what was made final; null while nothing was.</summary>
    public string? Final { get; private set; }

    /// <summary>The first broken link; what comes after it is not looked at.</summary>
    public AuditFault? Broken { get; private set; }

    public void Take(StoredEvent e)
    {
        if (Broken is null)
        {
            Broken = Check(e);
        }
    }

    /// <summary>What the case row says about the chain's end.</summary>
    public AuditFault? CheckEnd(int version, byte[] head) =>
        Seq == 0 ? new AuditFault(id, null, "历史全部丢失：有这个流程，没有它的任何事件")
        : Seq < version ? new AuditFault(id, Seq + 1, $"历史的末尾丢失：应当有 {version} 个事件，只有 {Seq} 个")
        : Seq > version ? new AuditFault(id, version + 1, $"历史比记录长：记录是 {version} 个事件，却有 {Seq} 个")
        : !_head.AsSpan().SequenceEqual(head) ? new AuditFault(id, Seq, "末尾的指纹与流程记录的不符")
        : null;

    private AuditFault? Check(StoredEvent e)
    {
        if (e.Seq != Seq + 1)
        {
            return new AuditFault(id, Seq + 1, "缺这个事件");
        }

        var hash = Chain.Link(_head, unit, id, e.Seq, e.Kind, e.Actor, e.RecordedAt, e.EffectiveOn, e.Payload);
        if (!hash.AsSpan().SequenceEqual(e.Hash))
        {
            return new AuditFault(id, e.Seq, "指纹与内容不符：事件被改动过");
        }

        try
        {
            var what = CaseJson.Event(e.Payload);
            Case = Evolution.Evolve(id, Case, what);
            Final = what is CaseEvent.ContentFrozen frozen ? frozen.ContentHash : Final;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return new AuditFault(id, e.Seq, $"事件读不懂：{unreadable.Message}");
        }

        (_head, Seq) = (e.Hash, e.Seq);
        return null;
    }
}
