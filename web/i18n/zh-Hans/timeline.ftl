# 时间。
timeline-moves = 在时间中移动
timeline-first = 回到开头
timeline-back = 后退一步（p）
timeline-forward = 前进一步（n）
timeline-last = 到末尾
timeline-play = 播放
timeline-pause = 暂停
timeline-speed = 每秒步数
timeline-step = 步骤
timeline-place = 第 { $position } 步，共 { $length } 步
timeline-at = 第 { $position } 步，共 { $length } 步：{ $call }
timeline-at-start = 第一步之前
timeline-branches = 分支
timeline-branch-main = 主线
timeline-branch = 分支 { $number }
