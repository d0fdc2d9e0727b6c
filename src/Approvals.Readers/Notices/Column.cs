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

    /// <summary>存在问题: what is to be mended, which gives its name to the task where nothing else does.</summary>
    Problem,

    /// <summary>整改目标: what the measures are to reach; the standard where there is none of its own.</summary>
    Goal,
    Leaders,

    /// <summary>责任人: people, who answer as leaders do.</summary>
    People,
    Lead,
    Support,
    Departments,
    Deadline,

    /// <summary>完成标准.</summary>
    Measure,

    /// <summary>基数: where one stood before (上年完成, 现状值).</summary>
    Baseline,

    /// <summary>计量单位.</summary>
    Unit,

    /// <summary>备注: read only where it names a day.</summary>
    Remark,
}
