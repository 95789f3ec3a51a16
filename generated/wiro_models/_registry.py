"""The models of this package, and where the request class of each is."""

GENERATOR = "wirogen 0.1.0"

MODELS: dict[str, tuple[str, str]] = {
    "black-forest-labs/flux-2-flex": (".black_forest_labs.flux_2_flex", "Flux2Flex"),
    "bytedance/seedance-v1-pro-fast": (
        ".bytedance.seedance_v1_pro_fast",
        "SeedanceV1ProFast",
    ),
    "bytedance/seedream-v4-5": (".bytedance.seedream_v4_5", "SeedreamV45"),
    "chetwinlow1/ovi": (".chetwinlow1.ovi", "Ovi"),
    "google/nano-banana-2": (".google.nano_banana_2", "NanoBanana2"),
    "google/translate-gemma-4b-it": (
        ".google.translate_gemma_4b_it",
        "TranslateGemma4bIt",
    ),
    "klingai/kling-v3": (".klingai.kling_v3", "KlingV3"),
    "klingai/kling-v3-omni": (".klingai.kling_v3_omni", "KlingV3Omni"),
    "lightricks/ltx-2-3": (".lightricks.ltx_2_3", "Ltx23"),
    "microsoft/trellis-2": (".microsoft.trellis_2", "Trellis2"),
    "pixverse/text-to-video-v5": (".pixverse.text_to_video_v5", "TextToVideoV5"),
    "pruna/p-video": (".pruna.p_video", "PVideo"),
    "qwen/qwen3-asr-1-7b": (".qwen.qwen3_asr_1_7b", "Qwen3Asr17b"),
    "qwen/qwen3-tts-12hz-1-7b": (".qwen.qwen3_tts_12hz_1_7b", "Qwen3Tts12hz17b"),
    "tencent/hunyuanworld-text-to-panorama": (
        ".tencent.hunyuanworld_text_to_panorama",
        "HunyuanworldTextToPanorama",
    ),
    "wan-ai/wan2-2-animate-replace": (
        ".wan_ai.wan2_2_animate_replace",
        "Wan22AnimateReplace",
    ),
    "wiro/3d-text-animations": (
        ".wiro.model_3d_text_animations_",
        "Model3dTextAnimations",
    ),
    "wiro/ai-culture-fit-test-generator": (
        ".wiro.ai_culture_fit_test_generator",
        "AiCultureFitTestGenerator",
    ),
    "wiro/ai-job-description-generator": (
        ".wiro.ai_job_description_generator",
        "AiJobDescriptionGenerator",
    ),
    "wiro/ai-resume-cv-parser": (".wiro.ai_resume_cv_parser", "AiResumeCvParser"),
    "wiro/avatarmotion": (".wiro.avatarmotion", "Avatarmotion"),
    "wiro/flux-2-dev": (".wiro.flux_2_dev", "Flux2Dev"),
    "wiro/infiniteyou-flux": (".wiro.infiniteyou_flux", "InfiniteyouFlux"),
    "wiro/instant-id": (".wiro.instant_id", "InstantId"),
    "wiro/rag-chat": (".wiro.rag_chat", "RagChat"),
    "wiro/virtual-try-on": (".wiro.virtual_try_on", "VirtualTryOn"),
}
