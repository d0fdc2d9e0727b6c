namespace Approvals.Readers.Notices;

/// <summary>What a column of a checklist, or a label in the text, speaks of. Named in Words/words.yaml.</summary>
internal enum Column
{
    /// <summary>A head that is known and of no use here (备注).</summary>
    Other,
    No,

    /// <summary>What several rows belong to.</summary>
    Group,
    Title,
    Plan,
    Leaders,

    /// <summary>责任人: people, who answer as leaders do.</summary>
    People,
    Lead,
    Support,
    Departments,
    Deadline,

    /// <summary>完成标准.</summary>
    Measure,
}
