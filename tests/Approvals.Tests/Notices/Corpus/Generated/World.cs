using System.Collections.Immutable;

namespace Approvals.Tests.Notices.Corpus.Generated;

/// <summary>Something that a generated item promises.</summary>
/// <param name="Kind">As in a clerk's reading; "?" where he could not say.</param>
/// <param name="Percent">The measure that the words hold, if any.</param>
internal sealed record Promise(string Text, string Kind, int? Percent = null);

/// <summary>A title, and what is promised under it.</summary>
internal sealed record Work(string Title, params ImmutableArray<Promise> Promises);

/// <summary>An invented unit with its bodies, people and works; no hospital among them.</summary>
internal sealed record World(
    string Unit, string Code, string Subject, ImmutableArray<string> Addressees, ImmutableArray<string> Cc,
    ImmutableArray<string> Bodies, ImmutableArray<string> People, ImmutableArray<Work> Works)
{
    public static ImmutableArray<World> All { get; } = [Waterworks(), Sports(), Buses()];

    private static World Waterworks() => new(
        "澜溪市自来水集团有限公司", "澜水司", "管网漏损治理", ["各分公司", "集团本部各部室"], ["市城市管理局"],
        ["管网运维部", "水质监测中心", "客服热线部", "计划财务部", "东片区分公司", "工程建设部"], ["柯远山", "詹雨桐", "韶文定"],
        [
            new("摸清管网底数", new Promise("普查老旧供水管道", "one-off"), new Promise("建立管网台账动态更新机制", "mechanism")),
            new("改造老旧小区管道", new Promise("更换锈蚀严重的立管", "?"), new Promise("改造后漏损率降至9%以下", "measure", 9)),
            new("加密水质检测", new Promise("配备在线浊度仪", "facility"), new Promise("出厂水合格率达到100%", "measure", 100)),
            new("提速抢修响应", new Promise("修订管网抢修作业规程", "mechanism"), new Promise("抢修到场及时率达到98%", "measure", 98)),
            new("规范二次供水", new Promise("移交小区泵房管理权", "one-off"), new Promise("在泵房安装视频监控", "facility")),
            new("优化热线服务", new Promise("热线接通率达到95%以上", "measure", 95), new Promise("工作人员接听电话耐心细致、语气平和", "conduct")),
            new("推进智能水表", new Promise("更换远传水表", "?"), new Promise("完善抄表复核制度", "mechanism")),
            new("防范施工损坏", new Promise("设置管线警示标识", "facility"), new Promise("召开地下管线保护会商会", "one-off")),
        ]);

    private static World Sports() => new(
        "青岚县体育事业发展中心", "青体发", "全民健身惠民行动", ["各乡镇文体站", "中心各科"], ["县文化广电旅游局", "县总工会"],
        ["群众体育科", "场馆管理科", "青少年训练科", "综合科", "县游泳馆", "赛事活动科"], ["褚成蹊", "幸立夏", "缪一川"],
        [
            new("扩大场馆开放", new Promise("公布场馆免费时段", "one-off"), new Promise("场馆错时开放比例达到80%", "measure", 80)),
            new("完善健身设施", new Promise("在滨河公园增设健身路径", "facility"), new Promise("建立器材损坏报修制度", "mechanism")),
            new("办好群众赛事", new Promise("举办县级广场舞大赛", "one-off"), new Promise("修订赛事安全保障办法", "mechanism")),
            new("培训社会指导员", new Promise("举办社会体育指导员培训班", "one-off"), new Promise("持证上岗率达到90%", "measure", 90)),
            new("保障游泳安全", new Promise("配备自动除颤仪", "facility"), new Promise("水质抽检合格率达到100%", "measure", 100)),
            new("选拔后备人才", new Promise("召开青少年选材测试会", "one-off"), new Promise("完善运动员学籍协同机制", "mechanism")),
            new("改进窗口服务", new Promise("前台人员热情主动、微笑待人", "conduct"), new Promise("设置便民饮水点", "facility")),
            new("规范项目审批", new Promise("公布高危项目许可清单", "one-off"), new Promise("按期办结率达到100%", "measure", 100)),
        ]);

    private static World Buses() => new(
        "松澜市公共交通总公司", "松公交", "安全行车提升工程", ["各营运公司", "机关各处"], ["市交通运输局"],
        ["安全稽查处", "营运调度处", "机务技术处", "人力资源处", "北郊营运公司", "信息管理处"], ["祁安澜", "端木遥", "尚思齐"],
        [
            new("排查线路隐患", new Promise("核查临水临崖站点", "one-off"), new Promise("在急弯处设置反光立柱", "facility")),
            new("严管驾驶行为", new Promise("安装驾驶状态监测终端", "facility"), new Promise("终端在线率达到99%", "measure", 99)),
            new("强化车辆技检", new Promise("修订车辆三级维护规程", "mechanism"), new Promise("车辆一次检验合格率达到97%", "measure", 97)),
            new("关爱驾驶员", new Promise("设置驾驶员心理减压室", "facility"), new Promise("建立健康异常停岗机制", "mechanism")),
            new("提升乘车体验", new Promise("驾驶员主动问候乘客、耐心解答", "conduct"), new Promise("更新候车亭线路图", "?")),
            new("应对恶劣天气", new Promise("召开恶劣天气行车部署会", "one-off"), new Promise("完善冰雪天气停运制度", "mechanism")),
            new("培训安全骨干", new Promise("举办班组长培训班", "one-off"), new Promise("考核通过率达到96%", "measure", 96)),
            new("清理事故积案", new Promise("办结未结事故理赔案件", "one-off"), new Promise("结案率达到90%以上", "measure", 90)),
        ]);
}
